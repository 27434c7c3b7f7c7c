"""The positions are floating-point numbers; integers are asked for.

fr: Les positions sont des nombres à virgule ; il faut des entiers.
"""


def positions(tokens):
    return torch.arange(tokens.shape[1], device=tokens.device).float()
