"""The mean is over the images only: the axes of the pixels are still there.

fr: La moyenne ne porte que sur les images : les axes des pixels sont encore là.
"""


def channel_means(images):
    return images.mean(dim=0)
