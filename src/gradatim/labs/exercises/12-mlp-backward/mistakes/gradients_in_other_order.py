"""The gradients come in another order than (dx, dW, db).

fr: Les gradients viennent dans un autre ordre que (dx, dW, db).
"""

_right = linear_backward


def linear_backward(dy, x, W):
    dx, dW, db = _right(dy, x, W)
    return dW, db, dx
