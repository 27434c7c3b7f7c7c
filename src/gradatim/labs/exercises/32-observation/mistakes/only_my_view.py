"""The view of the other player is missing.

fr: La vue de l'autre joueur manque.
"""

_right = batch


def batch(width, height, states):
    return _right(width, height, states)[:, :1]
