"""The square root of the mean was taken; the loss is the mean of the squares itself.

fr: La racine carrée de la moyenne a été prise ; la perte est la moyenne des carrés elle-même.
"""

import torch


def loss(w, b, x, y):
    return ((torch.sigmoid(x @ w + b) - y) ** 2).mean().sqrt()
