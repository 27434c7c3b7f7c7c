"""The scores are used as probabilities: the sigmoid is missing.

fr: Les scores servent de probabilités : la sigmoïde manque.
"""


def binary_cross_entropy(z, y):
    return -(y * z.log() + (1 - y) * (1 - z).log()).mean()
