"""The mean is taken over the channels too, one number per image.

fr: La moyenne est prise aussi sur les canaux, un nombre par image.
"""


def channel_means(images):
    return images.mean(dim=(1, 2, 3))
