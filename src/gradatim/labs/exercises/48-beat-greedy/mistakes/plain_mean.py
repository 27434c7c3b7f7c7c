"""The mean of the rows is a plain mean; weight each row by its probability.

fr: La moyenne des lignes est une moyenne simple ; pondérez chaque ligne par sa probabilité.
"""


def gradient(weights, features, choice):
    return features[choice] - features.mean(0)
