"""The root is taken of the scores; it is D of which the root is taken.

fr: La racine est prise des scores ; c'est de D qu'on prend la racine.
"""


def weights(q, k):
    return torch.softmax((q @ k.transpose(-2, -1)) ** 0.5 / q.shape[-1], dim=-1)
