"""Only one of the indices is used.

fr: Un seul des indices sert.
"""


def position(x, index):
    return x.storage_offset() + index[-1]
