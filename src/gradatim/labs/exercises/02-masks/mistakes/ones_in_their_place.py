"""The negative numbers become another number than 0.

fr: Les nombres négatifs deviennent un autre nombre que 0.
"""


def without_negatives(x):
    return torch.where(x < 0, 1.0, x)
