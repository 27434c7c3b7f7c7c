"""The largest number over all channels is taken; each channel is pooled by itself.

fr: Le plus grand nombre de tous les canaux est pris ; chaque canal se traite à part.
"""


def max_pool(x):
    return blocks(x).amax(dim=(1, 3, 5))
