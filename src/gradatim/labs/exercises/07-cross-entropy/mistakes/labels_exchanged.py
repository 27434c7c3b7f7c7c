"""The labels 0 and 1 are exchanged: y belongs to s(z), 1 - y to 1 - s(z).

fr: Les étiquettes 0 et 1 sont échangées : y va avec s(z), 1 - y avec 1 - s(z).
"""


def binary_cross_entropy(z, y):
    return (z.clamp(min=0) - (1 - y) * z + torch.log1p(torch.exp(-z.abs()))).mean()
