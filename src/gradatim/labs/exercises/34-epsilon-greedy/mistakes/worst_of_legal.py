"""The legal action with the smallest q is taken.

fr: L'action permise avec le plus petit q est prise.
"""

_right = choose


def choose(q, legal, epsilon):
    return _right(-q, legal, epsilon)
