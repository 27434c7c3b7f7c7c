"""The first or the last example never moves; all of them should be shuffled.

fr: Le premier ou le dernier exemple ne bouge jamais ; tous doivent être mélangés.
"""


def shuffled(x, y, seed):
    generator = torch.Generator().manual_seed(seed)
    order = [0, *(1 + torch.randperm(len(x) - 1, generator=generator)).tolist()]
    return x[order], y[order]
