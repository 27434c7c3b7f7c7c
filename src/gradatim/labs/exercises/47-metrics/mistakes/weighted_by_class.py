"""Each class is weighted by its examples; the macro mean counts all classes the same.

fr: Chaque classe est pondérée par ses exemples ; la moyenne macro compte toutes les classes autant.
"""


def macro_f1(matrix):
    precision, recall = precision_recall(matrix)
    f1 = (2 * precision * recall / (precision + recall)).nan_to_num(0)
    return (f1 * matrix.sum(dim=1)).sum().item() / matrix.sum().item()
