"""randint draws with replacement: some examples come twice, others never. Use randperm.

fr: randint tire avec remise : des exemples viennent deux fois, d'autres jamais. Utilisez randperm.
"""


def shuffled(x, y, seed):
    order = torch.randint(len(x), (len(x),), generator=torch.Generator().manual_seed(seed))
    return x[order], y[order]
