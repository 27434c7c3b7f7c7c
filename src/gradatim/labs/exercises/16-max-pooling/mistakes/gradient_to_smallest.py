"""The smallest number of each block gets the gradient; the largest should.

fr: Le plus petit nombre de chaque bloc reçoit le gradient ; ce doit être le plus grand.
"""

_right = max_pool_backward


def max_pool_backward(dy, x):
    return _right(dy, -x)
