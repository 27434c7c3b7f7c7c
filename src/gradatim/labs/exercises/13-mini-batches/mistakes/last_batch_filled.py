"""The last batch is filled up with examples that were used before; it may be smaller.

fr: Le dernier lot est complété par des exemples déjà servis ; il peut être plus petit.
"""


def batches(x, y, size):
    starts = [min(i, max(len(x) - size, 0)) for i in range(0, len(x), size)]
    return [(x[i : i + size], y[i : i + size]) for i in starts]
