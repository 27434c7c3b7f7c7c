"""At x = 0 the derivative is taken to be 0 here: > instead of >=.

fr: En x = 0 la dérivée vaut 0 ici : > au lieu de >=.
"""


def relu_backward(dy, x):
    return dy * (x >= 0)
