"""The gradient is the row of the choice alone; subtract the mean of all rows by probability.

fr: Le gradient est la seule ligne du choix ; soustrayez la moyenne des lignes selon leur
probabilité.
"""


def gradient(weights, features, choice):
    return features[choice].clone()
