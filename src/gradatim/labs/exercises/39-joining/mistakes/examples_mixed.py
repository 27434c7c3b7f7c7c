"""Each x meets every y of the batch; example b of one goes with example b of the other.

fr: Chaque x rencontre tous les y du lot ; l'exemple b de l'un va avec l'exemple b de l'autre.
"""


def bilinear(x, W, y):
    return torch.einsum("bi,kij,cj->bk", x, W, y)
