"""The mean is over the pixels only: the batch axis is still there, (B, C).

fr: La moyenne ne porte que sur les pixels : l'axe du lot est toujours là, (B, C).
"""


def channel_means(images):
    return images.mean(dim=(2, 3))
