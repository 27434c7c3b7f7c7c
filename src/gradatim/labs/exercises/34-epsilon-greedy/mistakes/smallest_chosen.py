"""The legal action with the smallest q is taken; it should be that with the largest.

fr: L'action permise de plus petit q est prise ; il faut celle de plus grand q.
"""

_right = choose


def choose(q, legal, epsilon):
    return _right(-q, legal, epsilon)
