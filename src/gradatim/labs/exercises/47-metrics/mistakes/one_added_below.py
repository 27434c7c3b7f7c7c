"""1 is added to each denominator; only a denominator of 0 needs care.

fr: 1 est ajouté à chaque dénominateur ; seul un dénominateur nul demande de l'attention.
"""


def precision_recall(matrix):
    right = matrix.diagonal()
    return right / (matrix.sum(dim=0) + 1), right / (matrix.sum(dim=1) + 1)
