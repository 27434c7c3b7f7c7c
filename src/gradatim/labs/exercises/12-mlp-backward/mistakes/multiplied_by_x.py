"""dy is multiplied by relu(x) instead of the slope, which is 0 or 1.

fr: dy est multiplié par relu(x) au lieu de la pente, qui vaut 0 ou 1.
"""


def relu_backward(dy, x):
    return dy * x.clamp(min=0)
