"""The weighted sum is divided by the number of batches; divide by the number of examples.

fr: La somme pondérée est divisée par le nombre de lots ; divisez par le nombre d'exemples.
"""


def epoch_loss(losses, sizes):
    return sum(loss * size for loss, size in zip(losses, sizes)) / len(sizes)
