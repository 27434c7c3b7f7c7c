"""matrix[labels, predicted] += 1 writes each place once, so repeated pairs count once.

fr: matrix[labels, predicted] += 1 n'écrit chaque place qu'une fois : les paires répétées comptent
une fois.
"""


def confusion(predicted, labels, n_classes):
    matrix = torch.zeros(n_classes, n_classes, dtype=torch.int64)
    matrix[labels, predicted] += 1
    return matrix
