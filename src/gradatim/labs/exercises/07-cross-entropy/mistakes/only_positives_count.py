"""Only the examples with y = 1 are counted: the half (1 - y) log(1 - s) is missing.

fr: Seuls les exemples y = 1 comptent : il manque la moitié (1 - y) log(1 - s).
"""


def binary_cross_entropy(z, y):
    return -(y * torch.nn.functional.logsigmoid(z)).mean()
