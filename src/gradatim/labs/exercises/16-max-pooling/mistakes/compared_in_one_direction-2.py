"""Each number is compared with its neighbor in one direction only, so two numbers of a block get
the gradient.

fr: Chaque nombre n'est comparé qu'à son voisin dans une direction : deux nombres d'un bloc
reçoivent donc le gradient.
"""


def max_pool_backward(dy, x):
    won = blocks(x) == blocks(x).amax(dim=5, keepdim=True)
    dx = torch.zeros_like(x)
    blocks(dx).copy_(won * dy[:, :, :, None, :, None])
    return dx
