"""The means are added up and divided by the number of examples; first multiply each by its batch
size.

fr: Les moyennes sont additionnées puis divisées par le nombre d'exemples ; multipliez d'abord
chacune par la taille de son lot.
"""


def epoch_loss(losses, sizes):
    return sum(losses) / sum(sizes)
