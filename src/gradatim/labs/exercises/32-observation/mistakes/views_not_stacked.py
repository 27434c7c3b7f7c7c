"""The states and the two players are on one axis; (N, 2, ...) is asked for.

fr: Les états et les deux joueurs sont sur un seul axe ; il faut (N, 2, ...).
"""

_right = batch


def batch(width, height, states):
    return _right(width, height, states).flatten(0, 1)
