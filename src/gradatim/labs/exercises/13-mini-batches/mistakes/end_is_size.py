"""Each slice ends at `size`; it ends at i + size.

fr: Chaque tranche finit à `size` ; elle finit à i + size.
"""


def batches(x, y, size):
    return [(x[i:size], y[i:size]) for i in range(0, len(x), size)]
