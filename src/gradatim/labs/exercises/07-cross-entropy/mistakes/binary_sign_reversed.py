"""The sign is reversed: the loss must be small where the score agrees with y.

fr: Le signe est inversé : la perte doit être petite là où le score s'accorde avec y.
"""

_right = binary_cross_entropy


def binary_cross_entropy(z, y):
    return -_right(z, y)
