"""The axes are (2, N, ...); the states should come first.

fr: Les axes sont (2, N, ...) ; les états doivent venir d'abord.
"""

_games_first = batch


def batch(width, height, states):
    return _games_first(width, height, states).transpose(0, 1)
