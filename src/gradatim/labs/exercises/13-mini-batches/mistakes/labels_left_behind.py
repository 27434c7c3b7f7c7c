"""x and y are shuffled by two different orders: every example loses its label.

fr: x et y sont mélangés par deux ordres différents : chaque exemple perd son étiquette.
"""


def shuffled(x, y, seed):
    g = torch.Generator().manual_seed(seed)
    return x[torch.randperm(len(x), generator=g)], y[torch.randperm(len(x), generator=g)]
