"""The place beside the label is marked; classes are counted from 0.

fr: La place à côté de l'étiquette est marquée ; les classes se comptent à partir de 0.
"""

_right = one_hot


def one_hot(labels, n_classes):
    return _right((labels + 1) % n_classes, n_classes)
