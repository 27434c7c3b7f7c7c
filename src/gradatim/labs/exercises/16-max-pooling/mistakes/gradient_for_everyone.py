"""Every number of the block gets the gradient; only the largest one should.

fr: Chaque nombre du bloc reçoit le gradient ; seul le plus grand doit le recevoir.
"""


def max_pool_backward(dy, x):
    dx = torch.zeros_like(x)
    blocks(dx).copy_(torch.ones_like(blocks(x)) * dy[:, :, :, None, :, None])
    return dx
