"""Above and below are exchanged: row 0 is at the top.

fr: Haut et bas sont échangés : la ligne 0 est en haut.
"""

_right = canvas


def canvas(width, height, me, cheese):
    return _right(width, height, me, cheese).flip(0)
