"""The sum is divided by the pixels of one image; there are B images.

fr: La somme est divisée par les pixels d'une image ; il y a B images.
"""


def channel_means(images):
    return images.sum(dim=(0, 2, 3)) / (images.shape[2] * images.shape[3])
