"""Only the examples with y = 1 are counted: the other term, (1 - y) log(1 - s), is missing.

fr: Seuls les exemples avec y = 1 comptent : il manque l'autre terme, (1 - y) log(1 - s).
"""


def binary_cross_entropy(z, y):
    return -(y * torch.nn.functional.logsigmoid(z)).mean()
