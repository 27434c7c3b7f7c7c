"""The means are added up; multiply each by its size and divide by the number of examples.

fr: Les moyennes sont additionnées ; multipliez chacune par sa taille, divisez par le nombre
d'exemples.
"""


def epoch_loss(losses, sizes):
    return sum(losses)
