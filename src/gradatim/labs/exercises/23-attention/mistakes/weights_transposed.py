"""The weights are transposed before they multiply the values.

fr: Les poids sont transposés avant de multiplier les valeurs.
"""


def attention(q, k, v):
    return weights(q, k).mT @ v
