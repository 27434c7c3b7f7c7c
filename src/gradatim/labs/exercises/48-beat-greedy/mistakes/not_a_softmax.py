"""Scores are divided by their sum: take exp first, so that probabilities are positive.

fr: Les scores sont divisés par leur somme : prenez d'abord exp, pour des probabilités positives.
"""


def probabilities(weights, features):
    scores = features @ weights
    return scores / scores.sum()
