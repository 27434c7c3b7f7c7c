"""A Python `if` on a tensor, or .item(), breaks the graph: it needs the number to go on.
torch.where keeps one graph.

fr: Un `if` Python sur un tenseur, ou .item(), coupe le graphe : il lui faut le nombre pour
continuer. torch.where garde un graphe.
"""


def balance(x):
    if x.sum() > 0:
        return 2 * x
    return x - 1
