"""dW has the shape (n_in, n_out): it is transposed; it must have the shape of W.

fr: dW a la forme (n_in, n_out) : il est transposé ; il doit avoir la forme de W.
"""


def linear_backward(dy, x, W):
    return dy @ W, x.T @ dy, dy.sum(dim=0)
