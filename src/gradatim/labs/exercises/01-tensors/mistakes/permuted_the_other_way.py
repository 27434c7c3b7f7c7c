"""The axes are permuted the other way round: permute lists, for each new place, the old axis.

fr: Les axes sont permutés dans l'autre sens : permute donne, pour chaque nouvelle place, l'ancien
axe.
"""


def channels_last(images):
    return images.permute(0, 3, 1, 2)
