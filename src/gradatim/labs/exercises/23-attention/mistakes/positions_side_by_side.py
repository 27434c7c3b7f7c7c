"""The positions of a head are put side by side instead of the heads of a position.

fr: Les positions d'une tête sont mises côte à côte, et non les têtes d'une position.
"""


def merge_heads(x):
    B, H, T, D = x.shape
    return x.permute(0, 2, 3, 1).reshape(B, T, H * D)
