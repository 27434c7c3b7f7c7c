"""A number gets the gradient wherever it equals a maximum, also that of another block.

fr: Un nombre reçoit le gradient partout où il égale un maximum, même celui d'un autre bloc.
"""


def max_pool_backward(dy, x):
    dx, y = torch.zeros_like(x), max_pool(x)
    B, C, H, W = dy.shape
    for b in range(B):
        for c in range(C):
            for i in range(H):
                for j in range(W):
                    dx[b, c] += dy[b, c, i, j] * (x[b, c] == y[b, c, i, j])
    return dx
