"""`size` is used as the number of batches; it is the number of examples per batch.

fr: `size` est pris pour le nombre de lots ; c'est le nombre d'exemples par lot.
"""


def batches(x, y, size):
    return list(zip(x.chunk(size), y.chunk(size)))
