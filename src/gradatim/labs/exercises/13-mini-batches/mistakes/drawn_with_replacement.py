"""randint draws with replacement: some examples come twice, others never. randperm is an order.

fr: randint tire avec remise : des exemples viennent deux fois, d'autres jamais. Prenez randperm.
"""


def shuffled(x, y, seed):
    order = torch.randint(len(x), (len(x),), generator=torch.Generator().manual_seed(seed))
    return x[order], y[order]
