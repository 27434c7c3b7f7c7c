"""The cheese of one state is used for all.

fr: Le fromage d'un état sert pour tous.
"""

_right = batch


def batch(width, height, states):
    return _right(width, height, [(me, other, states[0][2]) for me, other, _ in states])
