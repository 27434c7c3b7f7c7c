"""Rows and columns change places: transposing axes 1 and 3 gives (B, W, H, C).

fr: Lignes et colonnes changent de place : transposer les axes 1 et 3 donne (B, W, H, C).
"""


def channels_last(images):
    return images.transpose(1, 3)
