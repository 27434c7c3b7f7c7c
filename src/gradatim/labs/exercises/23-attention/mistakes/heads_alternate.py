"""The numbers of the heads alternate: the axis of the heads must come before that of their width.

fr: Les nombres des têtes alternent : l'axe des têtes doit venir avant celui de leur largeur.
"""


def merge_heads(x):
    B, H, T, D = x.shape
    return x.permute(0, 2, 3, 1).reshape(B, T, H * D)
