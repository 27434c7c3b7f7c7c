"""At x = 0 the gradient passes; the derivative is taken to be 0 there: use > and not >=.

fr: En x = 0 le gradient passe ; la dérivée doit y valoir 0 : utilisez > et non >=.
"""


def relu_backward(dy, x):
    return dy * (x >= 0)
