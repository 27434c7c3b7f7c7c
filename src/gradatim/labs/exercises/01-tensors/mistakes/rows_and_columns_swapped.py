"""The result is (B, W, H, C): rows and columns have changed places too, as when axes 1 and 3 are
exchanged.

fr: Le résultat est (B, W, H, C) : lignes et colonnes ont aussi changé de place, comme en
échangeant les axes 1 et 3.
"""


def channels_last(images):
    return images.transpose(1, 3)
