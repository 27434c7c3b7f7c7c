"""The images are still in a list; a tensor is asked for.

fr: Les images sont encore dans une liste ; il faut un tenseur.
"""


def as_batch(images):
    return images
