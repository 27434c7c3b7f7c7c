"""Every number of the block gets the gradient; only the winner does.

fr: Chaque nombre du bloc reçoit le gradient ; seul le gagnant le reçoit.
"""


def max_pool_backward(dy, x):
    dx = torch.zeros_like(x)
    blocks(dx).copy_(torch.ones_like(blocks(x)) * dy[:, :, :, None, :, None])
    return dx
