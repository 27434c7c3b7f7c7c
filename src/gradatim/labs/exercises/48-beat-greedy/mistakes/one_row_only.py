"""The row is multiplied by 1 - its probability, but the other rows count as well.

fr: La ligne est multipliée par 1 - sa probabilité, mais les autres lignes comptent aussi.
"""


def gradient(weights, features, choice):
    return features[choice] * (1 - probabilities(weights, features)[choice])
