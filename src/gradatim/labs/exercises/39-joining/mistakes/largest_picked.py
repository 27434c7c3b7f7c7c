"""That is the largest score of each place, not the score of its label.

fr: C'est le plus grand score de chaque place, pas celui de son étiquette.
"""


def chosen(scores, labels):
    return scores.max(dim=2).values
