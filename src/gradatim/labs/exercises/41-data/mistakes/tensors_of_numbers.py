"""The numbers are in tensors; lists of ints are asked for.

fr: Les nombres sont dans des tenseurs ; il faut des listes d'int.
"""


def split(n, n_validation, seed):
    generator = torch.Generator().manual_seed(seed)
    order = torch.randperm(n, generator=generator)
    return list(order[n_validation:]), list(order[:n_validation])
