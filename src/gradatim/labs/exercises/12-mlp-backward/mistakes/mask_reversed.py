"""The mask is reversed: the gradient passes where x is not positive.

fr: Le masque est inversé : le gradient passe là où x n'est pas positif.
"""


def relu_backward(dy, x):
    return dy * (x <= 0)
