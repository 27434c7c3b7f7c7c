"""The means are added up and divided by the number of examples; weigh each by its size first.

fr: Les moyennes sont additionnées puis divisées par le nombre d'exemples ; pondérez-les d'abord.
"""


def epoch_loss(losses, sizes):
    return sum(losses) / sum(sizes)
