"""The kernel is flipped; deep learning does not flip it.

fr: Le noyau est retourné ; l'apprentissage profond ne le retourne pas.
"""

_right = convolution


def convolution(x, weight, bias):
    return _right(x, weight.flip(2, 3), bias)
