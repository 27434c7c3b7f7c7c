"""The columns of x are shuffled too; only the examples change places.

fr: Les colonnes de x sont mélangées aussi ; seuls les exemples changent de place.
"""


def shuffled(x, y, seed):
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    return x[order].flip(1), y[order]
