"""The images are joined along another axis than that of the channels, which is dim=1.

fr: Les images sont jointes le long d'un autre axe que celui des canaux, qui est dim=1.
"""


def side_by_side(a, b):
    return torch.cat([a, b], dim=0)
