"""A block of negative numbers gives 0, since 0 is compared as well, for instance as the start of
the search; the largest number of a block can be negative.

fr: Un bloc de nombres négatifs donne 0, car 0 est comparé aussi, par exemple au départ de la
recherche ; le plus grand nombre d'un bloc peut être négatif.
"""


def max_pool(x):
    return blocks(x).amax(dim=(3, 5)).clamp(min=0)
