"""The positive numbers become 0; the negative ones should.

fr: Les nombres positifs deviennent 0 ; ce devrait être les négatifs.
"""


def without_negatives(x):
    return torch.where(x > 0, 0.0, x)
