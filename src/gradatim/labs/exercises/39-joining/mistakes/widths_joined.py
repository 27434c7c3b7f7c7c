"""The widths are joined instead of the channels, which are dim=1.

fr: Ce sont les largeurs qui sont jointes, pas les canaux, qui sont dim=1.
"""


def side_by_side(a, b):
    return torch.cat([a, b], dim=3)
