"""Groups without values are left out; they have the sum 0, and the result has n numbers.

fr: Les groupes sans valeur manquent ; leur somme est 0, et le résultat a n nombres.
"""


def totals(values, groups, n):
    return torch.stack([values[groups == g].sum() for g in groups.unique()])
