"""The upper left number of each block gets the gradient; the largest one should.

fr: Le nombre en haut à gauche de chaque bloc reçoit le gradient ; ce doit être le plus grand.
"""


def max_pool_backward(dy, x):
    dx = torch.zeros_like(x)
    dx[:, :, : dy.shape[2] * 2 : 2, : dy.shape[3] * 2 : 2] = dy
    return dx
