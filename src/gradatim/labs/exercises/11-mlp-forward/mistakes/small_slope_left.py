"""Negative numbers keep a small slope (leaky ReLU); they should become 0.

fr: Les nombres négatifs gardent une petite pente (leaky ReLU) ; ils doivent devenir 0.
"""


def relu(x):
    return torch.where(x > 0, x, 0.01 * x)
