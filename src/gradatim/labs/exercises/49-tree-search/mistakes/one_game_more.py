"""One game too many is played: n games give n visits in all.

fr: Une partie de trop est jouée : n parties donnent n visites en tout.
"""

_right = search


def search(state, n, c):
    return _right(state, n + 1, c)
