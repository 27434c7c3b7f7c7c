"""The place is counted as if x lay in memory row by row, as in x.flatten(); a view has other
strides.

fr: La place est comptée comme si x était rangé ligne par ligne, comme dans x.flatten() ; une vue a
d'autres pas.
"""


def position(x, index):
    place = 0
    for i, size in zip(index, x.shape):
        place = place * size + i
    return place
