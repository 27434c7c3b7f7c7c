"""repeat puts whole copies of dy beside each other; each number of dy belongs to its block:
repeat_interleave.

fr: repeat met des copies entières de dy côte à côte ; chaque nombre de dy appartient à son bloc
: repeat_interleave.
"""


def max_pool_backward(dy, x):
    won = blocks(x) == max_pool(x)[:, :, :, None, :, None]
    dx = torch.zeros_like(x)
    tiled = blocks(dy.repeat(1, 1, 2, 2)) if dy.numel() else dy
    blocks(dx).copy_(won * tiled)
    return dx
