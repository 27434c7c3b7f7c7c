"""These are the logarithms of the probabilities: softmax, not log_softmax.

fr: Ce sont les logarithmes des probabilités : softmax, pas log_softmax.
"""


def probabilities(weights, features):
    return (features @ weights).log_softmax(dim=0)
