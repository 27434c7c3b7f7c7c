"""The right ones are divided by the wrong ones alone; they belong into the denominator as well.

fr: Les justes sont divisés par les seuls faux ; ils comptent aussi au dénominateur.
"""


def precision_recall(matrix):
    right = matrix.diagonal()
    wrong = [(matrix.sum(dim=dim) - right).clamp(min=1) for dim in (0, 1)]
    return right / wrong[0], right / wrong[1]
