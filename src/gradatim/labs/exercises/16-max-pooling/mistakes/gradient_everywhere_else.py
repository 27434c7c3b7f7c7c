"""Every number but the largest gets the gradient.

fr: Tous les nombres sauf le plus grand reçoivent le gradient.
"""


def max_pool_backward(dy, x):
    dx = torch.zeros_like(x)
    lost = blocks(x) != max_pool(x)[:, :, :, None, :, None]
    blocks(dx).copy_(lost * dy[:, :, :, None, :, None])
    return dx
