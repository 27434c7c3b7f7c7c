"""Only the first image is averaged; take all of them.

fr: Seule la première image est moyennée ; prenez-les toutes.
"""


def channel_means(images):
    return images[0].mean(dim=(1, 2))
