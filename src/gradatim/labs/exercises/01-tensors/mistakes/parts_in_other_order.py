"""The parts of the tuple are in another order than shape, number of axes, number of elements.

fr: Les parties du tuple sont dans un autre ordre que forme, nombre d'axes, nombre d'éléments.
"""


def describe(x):
    return tuple(x.shape), x.numel(), x.dim()
