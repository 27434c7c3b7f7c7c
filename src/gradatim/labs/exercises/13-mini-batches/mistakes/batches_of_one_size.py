"""The examples are spread over a number of batches, as tensor_split and chunk do; each batch but
the last should have `size` examples.

fr: Les exemples sont répartis sur un nombre de lots, comme le font tensor_split et chunk ; chaque
lot sauf le dernier doit en avoir `size`.
"""


def batches(x, y, size):
    n = -(-len(x) // size)
    return list(zip(x.tensor_split(n), y.tensor_split(n)))
