"""There is one error per element; a loss is a single number: take the mean.

fr: Il y a une erreur par élément ; une perte est un seul nombre : prenez la moyenne.
"""


def column_or_row(prediction, target):
    return (prediction.squeeze(1) - target) ** 2
