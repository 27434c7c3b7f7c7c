"""The indices are added without the strides.

fr: Les indices sont additionnés sans les pas (strides).
"""


def position(x, index):
    return x.storage_offset() + sum(index)
