"""Left and right are exchanged: the column grows to the right.

fr: Gauche et droite sont échangées : la colonne croît vers la droite.
"""

_right = canvas


def canvas(width, height, me, cheese):
    return _right(width, height, me, cheese).flip(1)
