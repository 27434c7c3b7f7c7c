"""Precision and recall are exchanged: precision divides by what was predicted, the column.

fr: Précision et rappel sont échangés : la précision divise par ce qui a été prédit, la colonne.
"""


def precision_recall(matrix):
    right = matrix.diagonal()
    return right / matrix.sum(dim=1).clamp(min=1), right / matrix.sum(dim=0).clamp(min=1)
