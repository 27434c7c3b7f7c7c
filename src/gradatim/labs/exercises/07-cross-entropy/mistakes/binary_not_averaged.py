"""The loss of each example is returned; the mean over the batch is asked for.

fr: La perte de chaque exemple est renvoyée ; il faut la moyenne sur le lot.
"""


def binary_cross_entropy(z, y):
    return z.clamp(min=0) - y * z + torch.log1p(torch.exp(-z.abs()))
