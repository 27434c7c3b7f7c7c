"""The action with the smallest q is chosen.

fr: L'action de plus petit q est choisie.
"""

_right = choose


def choose(q, legal, epsilon):
    return _right(-q, legal, epsilon)
