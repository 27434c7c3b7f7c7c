"""An image with an odd height or width does not fit: its last row or column belongs to no block and
gets the gradient 0.

fr: Une image de hauteur ou largeur impaire ne convient pas : sa dernière ligne ou colonne
n'appartient à aucun bloc et reçoit le gradient 0.
"""


def max_pool_backward(dy, x):
    y = max_pool(x).repeat_interleave(2, 2).repeat_interleave(2, 3)
    return dy.repeat_interleave(2, 2).repeat_interleave(2, 3) * (x == y)
