"""A root is taken of the curvature; on a parabola the limit is 2/c.

fr: Une racine de la courbure est prise ; sur une parabole la limite est 2/c.
"""


def largest_rate(c):
    return 2 / c**0.5
