"""The examples are divided evenly, as chunk does; each batch but the last has `size` examples.

fr: Les exemples sont répartis également, comme le fait chunk ; chaque lot sauf le dernier en a
`size`.
"""


def batches(x, y, size):
    n = -(-len(x) // size)
    return list(zip(x.tensor_split(n), y.tensor_split(n)))
