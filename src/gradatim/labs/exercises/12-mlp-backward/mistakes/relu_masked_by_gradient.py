"""The mask depends on dy; it should be where the input x was positive.

fr: Le masque dépend de dy ; il doit être là où l'entrée x était positive.
"""


def relu_backward(dy, x):
    return dy * (dy > 0)
