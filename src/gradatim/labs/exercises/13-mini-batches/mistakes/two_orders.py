"""x and y are shuffled with two different draws: every example loses its label.

fr: x et y sont mélangés par deux tirages différents : chaque exemple perd son étiquette.
"""


def shuffled(x, y, seed):
    g = torch.Generator().manual_seed(seed)
    return x[torch.randperm(len(x), generator=g)], y[torch.randperm(len(y), generator=g)]
