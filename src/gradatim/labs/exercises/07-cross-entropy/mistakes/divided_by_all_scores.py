"""The sum is divided by the number of all scores, B * C; the mean is over the B examples.

fr: La somme est divisée par le nombre de tous les scores, B * C ; la moyenne porte sur les B
exemples.
"""

_right = cross_entropy


def cross_entropy(z, labels):
    return _right(z, labels) / z.shape[1]
