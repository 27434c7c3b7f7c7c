"""The losses are weighted with the sizes, but not divided by the number of examples.

fr: Les pertes sont pondérées par les tailles, mais pas divisées par le nombre d'exemples.
"""


def epoch_loss(losses, sizes):
    return sum(loss * size for loss, size in zip(losses, sizes))
