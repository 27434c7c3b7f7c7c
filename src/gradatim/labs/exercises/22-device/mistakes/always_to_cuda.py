"""A fixed device is used, not the argument.

fr: Un appareil fixe sert, et non l'argument.
"""

_right = to_device


def to_device(batch, device):
    return _right(batch, torch.device("cpu"))
