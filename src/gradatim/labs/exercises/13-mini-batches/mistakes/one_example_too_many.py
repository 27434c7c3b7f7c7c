"""Each batch holds one example too many: x[i : i + size] already has `size` examples.

fr: Chaque lot contient un exemple de trop : x[i : i + size] en a déjà `size`.
"""


def batches(x, y, size):
    return [(x[i : i + size + 1], y[i : i + size + 1]) for i in range(0, len(x), size)]
