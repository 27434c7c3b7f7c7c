"""The largest number of each channel is taken; its mean is asked for.

fr: Le plus grand nombre de chaque canal est pris ; il faut sa moyenne.
"""


def channel_means(images):
    return images.amax(dim=(0, 2, 3))
