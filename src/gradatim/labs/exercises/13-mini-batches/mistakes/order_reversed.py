"""The order is reversed or rotated, not drawn at random.

fr: L'ordre est inversé ou décalé, non tiré au hasard.
"""


def shuffled(x, y, seed):
    return x.flip(0), y.flip(0)
