"""epsilon is not used: the best action is always taken.

fr: epsilon ne sert pas : la meilleure action est toujours prise.
"""

_right = choose


def choose(q, legal, epsilon):
    return _right(q, legal, 0.0)
