"""Rows are counted from below; row 0 is at the top.

fr: Les lignes sont comptées depuis le bas ; la ligne 0 est en haut.
"""

_right = canvas


def canvas(width, height, me, cheese):
    return _right(width, height, me, cheese).flip(0)
