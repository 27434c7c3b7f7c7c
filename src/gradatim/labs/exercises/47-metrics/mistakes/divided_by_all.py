"""The right ones are divided by the number of all examples; divide by those predicted as the class,
or those that belong to it.

fr: Les justes sont divisés par le nombre de tous les exemples ; divisez par ceux prédits dans la
classe, ou ceux qui lui appartiennent.
"""


def precision_recall(matrix):
    rate = matrix.diagonal() / matrix.sum()
    return rate, rate
