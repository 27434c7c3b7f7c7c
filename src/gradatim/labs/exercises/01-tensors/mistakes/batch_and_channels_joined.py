"""Batch and channels are joined instead of all that belongs to one image: flatten from axis 1 on.

fr: Le lot et les canaux sont réunis, et non tout ce qui appartient à une image : aplatissez à
partir de l'axe 1.
"""


def flatten_images(images):
    return images.flatten(0, 1)
