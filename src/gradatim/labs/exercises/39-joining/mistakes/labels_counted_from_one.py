"""The place beside the label is marked.

fr: La place à côté de l'étiquette est marquée.
"""

_right = one_hot


def one_hot(labels, n_classes):
    return _right((labels + 1) % n_classes, n_classes)
