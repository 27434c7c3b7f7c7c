"""That is the place in x.flatten(), as if x lay in memory row by row; a view has other strides.

fr: C'est la place dans x.flatten(), comme si x était rangé ligne par ligne ; une vue a d'autres
pas.
"""


def position(x, index):
    place = 0
    for i, size in zip(index, x.shape):
        place = place * size + i
    return place
