"""The heads are merged without swapping the axes back: time steps and heads are mixed.

fr: Les têtes sont réunies sans que les axes soient échangés : instants et têtes sont mélangés.
"""


def merge_heads(x):
    B, H, T, D = x.shape
    return x.reshape(B, T, H * D)
