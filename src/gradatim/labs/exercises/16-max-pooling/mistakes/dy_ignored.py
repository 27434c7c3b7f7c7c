"""The winners get 1 instead of the gradient dy of their block.

fr: Les gagnants reçoivent 1 au lieu du gradient dy de leur bloc.
"""


def max_pool_backward(dy, x):
    dx = torch.zeros_like(x)
    blocks(dx).copy_(blocks(x) == max_pool(x)[:, :, :, None, :, None])
    return dx
