"""The result has one error per element; a loss is a single number: take the mean.

fr: Le résultat a une erreur par élément ; une perte est un seul nombre : prenez la moyenne.
"""


def squared_error(prediction, target):
    return (prediction - target) ** 2
