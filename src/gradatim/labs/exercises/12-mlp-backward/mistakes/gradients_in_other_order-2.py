_right = linear_backward


def linear_backward(dy, x, W):
    dx, dW, db = _right(dy, x, W)
    return dW, dx, db
