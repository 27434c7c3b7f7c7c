"""The mean losses are divided by the sizes; multiply them to get the sum of each batch.

fr: Les pertes moyennes sont divisées par les tailles ; multipliez-les pour avoir la somme de
chaque lot.
"""


def epoch_loss(losses, sizes):
    return sum(a / n for a, n in zip(losses, sizes)) / len(losses)
