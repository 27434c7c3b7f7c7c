"""One error per element; a loss is a single number, so average them.

fr: Une erreur par élément ; une perte est un seul nombre, prenez la moyenne.
"""


def squared_error(prediction, target):
    return (prediction - target) ** 2
