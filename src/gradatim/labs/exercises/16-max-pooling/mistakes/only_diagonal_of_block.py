"""Not all four numbers of a block are compared.

fr: Les quatre nombres d'un bloc ne sont pas tous comparés.
"""


def max_pool(x):
    b = blocks(x)
    return torch.maximum(b[:, :, :, 0, :, 0], b[:, :, :, 1, :, 1])
