"""The mean of the batch means gives a small last batch the same weight as a full one.

fr: La moyenne des moyennes donne à un petit dernier lot le même poids qu'à un lot complet.
"""


def epoch_loss(losses, sizes):
    return sum(losses) / len(losses)
