"""x and s are multiplied as matrices: that sums over the rows.

fr: x et s sont multipliés comme des matrices : cela somme sur les lignes.
"""


def scale_rows(x, s):
    return s @ x
