"""The batch axis is flattened with the rest: all images end up in one row.

fr: L'axe du lot est aplati avec le reste : toutes les images se retrouvent sur une seule ligne.
"""


def flatten_images(images):
    return images.flatten()
