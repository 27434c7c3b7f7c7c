"""One of the two axes of the pixels is not averaged.

fr: L'un des deux axes des pixels n'est pas moyenné.
"""


def channel_means(images):
    return images.mean(dim=(0, 2))
