"""The first batch is left out: the range starts too late.

fr: Le premier lot manque : le range commence trop tard.
"""


def batches(x, y, size):
    return [(x[i : i + size], y[i : i + size]) for i in range(size, len(x), size)]
