"""The strides are read in the wrong order: the first index goes with the first stride.

fr: Les pas sont lus dans le mauvais ordre : le premier indice va avec le premier pas.
"""


def position(x, index):
    return x.storage_offset() + sum(i * step for i, step in zip(index, x.stride()[::-1]))
