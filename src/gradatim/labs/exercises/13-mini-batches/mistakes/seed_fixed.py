"""The seed is a fixed number: every seed gives the same order.

fr: La graine est un nombre fixe : toutes les graines donnent le même ordre.
"""


def shuffled(x, y, seed):
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(0))
    return x[order], y[order]
