"""These are scores: their softmax gives probabilities.

fr: Ce sont des scores : leur softmax donne des probabilités.
"""


def probabilities(weights, features):
    return features @ weights
