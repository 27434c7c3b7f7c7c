"""Rows and columns are exchanged: a row holds the examples of one true class.

fr: Lignes et colonnes sont échangées : une ligne contient les exemples d'une vraie classe.
"""


def confusion(predicted, labels, n_classes):
    pairs = predicted * n_classes + labels
    return torch.bincount(pairs, minlength=n_classes**2).view(n_classes, n_classes)
