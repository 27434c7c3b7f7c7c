"""The two players are exchanged: my view comes first.

fr: Les deux joueurs sont échangés : ma vue vient d'abord.
"""

_right = batch


def batch(width, height, states):
    return _right(width, height, states).flip(1)
