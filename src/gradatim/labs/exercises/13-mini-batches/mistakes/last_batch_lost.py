"""The last, smaller batch is left out: its examples are never used.

fr: Le dernier lot, plus petit, est oublié : ses exemples ne servent jamais.
"""


def batches(x, y, size):
    return [
        (x[i * size : (i + 1) * size], y[i * size : (i + 1) * size]) for i in range(len(x) // size)
    ]
