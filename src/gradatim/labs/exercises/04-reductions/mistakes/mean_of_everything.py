"""There is one mean for all channels together; each has its own.

fr: Il y a une moyenne pour tous les canaux ensemble ; chacun a la sienne.
"""


def channel_means(images):
    return images.mean()
