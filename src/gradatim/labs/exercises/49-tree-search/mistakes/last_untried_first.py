"""Of several moves that were never tried, the first one is expected; here it is not the first.

fr: Parmi plusieurs coups jamais essayés, le premier est attendu ; ici ce n'est pas le premier.
"""

_tried = ucb


def ucb(visits, sums, c):
    if 0 in visits:
        return max(i for i, n in enumerate(visits) if n == 0)
    return _tried(visits, sums, c)
