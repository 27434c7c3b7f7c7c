"""The examples are drawn with replacement, as randint does: some come twice, others never. Use
randperm.

fr: Les exemples sont tirés avec remise, comme le fait randint : certains viennent deux fois,
d'autres jamais. Utilisez randperm.
"""


def shuffled(x, y, seed):
    order = torch.randint(len(x), (len(x),), generator=torch.Generator().manual_seed(seed))
    return x[order], y[order]
