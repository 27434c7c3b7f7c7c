"""There is no ReLU between the layers; without one, all layers are a single linear one.

fr: Il n'y a pas de ReLU entre les couches ; sans lui, elles n'en font qu'une, linéaire.
"""


def mlp(sizes):
    return nn.Sequential(*[nn.Linear(a, b) for a, b in zip(sizes[:-1], sizes[1:])])
