"""The result is one row and one column too small: there are H - h + 1 positions.

fr: Le résultat a une ligne et une colonne de moins : il y a H - h + 1 positions.
"""

_right = correlate


def correlate(x, kernel):
    return _right(x, kernel)[:-1, :-1]
