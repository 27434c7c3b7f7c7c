"""The channels of b come before those of a.

fr: Les canaux de b viennent avant ceux de a.
"""


def side_by_side(a, b):
    return torch.cat([b, a], dim=1)
