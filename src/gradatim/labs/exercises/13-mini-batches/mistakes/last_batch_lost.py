"""The last, smaller batch is left out: its examples are never seen.

fr: Le dernier lot, plus petit, est oublié : ses exemples ne sont jamais vus.
"""


def batches(x, y, size):
    return [
        (x[i * size : (i + 1) * size], y[i * size : (i + 1) * size]) for i in range(len(x) // size)
    ]
