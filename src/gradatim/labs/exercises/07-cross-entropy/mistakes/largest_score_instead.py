"""The largest score is subtracted; the score of the label is needed.

fr: Le plus grand score est soustrait ; il faut le score de l'étiquette.
"""


def cross_entropy(z, labels):
    return (log_sum_exp(z) - z.max(1).values).mean()
