"""Cutting the image into 2x2 blocks (view, reshape) needs even sizes: cut off an odd last row or
column first.

fr: Couper l'image en blocs 2x2 (view, reshape) exige des tailles paires : coupez d'abord une
dernière ligne ou colonne impaire.
"""


def max_pool(x):
    B, C, H, W = x.shape
    return x.view(B, C, H // 2, 2, W // 2, 2).amax((3, 5))
