"""The canvas holds integers or booleans; 0.0 and 1.0 are asked for.

fr: La toile contient des entiers ou des booléens ; il faut 0.0 et 1.0.
"""

_right = canvas


def canvas(width, height, me, cheese):
    return _right(width, height, me, cheese).long()
