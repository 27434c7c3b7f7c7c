"""Rows and columns of the canvas are exchanged.

fr: Lignes et colonnes de la toile sont échangées.
"""

_right = canvas


def canvas(width, height, me, cheese):
    return _right(width, height, me, cheese).T
