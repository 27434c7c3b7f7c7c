"""The weighted sum is divided by the wrong number; divide by the number of all examples.

fr: La somme pondérée est divisée par un mauvais nombre ; divisez par le nombre de tous les
exemples.
"""


def epoch_loss(losses, sizes):
    return sum(a * n for a, n in zip(losses, sizes)) / max(sizes)
