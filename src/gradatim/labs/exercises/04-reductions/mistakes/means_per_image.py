"""Only the pixels are averaged: the batch axis is still there, (B, C).

fr: Seuls les pixels sont moyennés : l'axe du lot est toujours là, (B, C).
"""


def channel_means(images):
    return images.mean(dim=(2, 3))
