"""Of the moves that were never tried it takes the last one; the first one is expected.

fr: Des coups jamais essayés elle prend le dernier ; le premier est attendu.
"""

_tried = ucb


def ucb(visits, sums, c):
    if 0 in visits:
        return max(i for i, n in enumerate(visits) if n == 0)
    return _tried(visits, sums, c)
