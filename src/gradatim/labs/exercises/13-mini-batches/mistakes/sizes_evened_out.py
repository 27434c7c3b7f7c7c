"""The examples are dealt out evenly; every batch but the last has `size` of them.

fr: Les exemples sont répartis également ; chaque lot sauf le dernier en a `size`.
"""


def batches(x, y, size):
    n = -(-len(x) // size)
    return list(zip(x.tensor_split(n), y.tensor_split(n)))
