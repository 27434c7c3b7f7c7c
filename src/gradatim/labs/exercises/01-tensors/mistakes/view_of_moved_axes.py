"""view needs numbers that lie in order in memory, which those of a permuted batch do not: use
reshape or flatten.

fr: view exige des nombres rangés dans l'ordre en mémoire, ce qui n'est pas le cas d'un lot permuté
: utilisez reshape ou flatten.
"""


def flatten_images(images):
    return images.view(len(images), -1)
