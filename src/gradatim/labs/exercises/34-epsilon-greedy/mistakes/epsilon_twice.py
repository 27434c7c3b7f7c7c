"""Exploring is drawn twice, or with another probability than epsilon.

fr: L'exploration est tirée deux fois, ou avec une autre probabilité que epsilon.
"""

_right = choose


def choose(q, legal, epsilon):
    return _right(q, legal, epsilon**2)
