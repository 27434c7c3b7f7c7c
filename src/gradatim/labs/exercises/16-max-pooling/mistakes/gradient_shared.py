"""The gradient is split into quarters, as for average pooling.

fr: Le gradient est partagé en quarts, comme pour la moyenne.
"""


def max_pool_backward(dy, x):
    dx = torch.zeros_like(x)
    blocks(dx).copy_(torch.ones_like(blocks(x)) * dy[:, :, :, None, :, None] / 4)
    return dx
