"""Where nothing was predicted or nothing belongs to a class, 0 / 0 gives nan; 0 is asked for.

fr: Là où rien n'est prédit ou n'appartient à une classe, 0 / 0 donne nan ; il faut 0.
"""


def precision_recall(matrix):
    right = matrix.diagonal()
    return right / matrix.sum(dim=0).clamp(min=1), right / matrix.sum(dim=1)
