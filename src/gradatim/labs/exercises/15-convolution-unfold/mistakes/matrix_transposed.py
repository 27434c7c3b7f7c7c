"""The matrix is transposed: rows are the outputs, columns the inputs.

fr: La matrice est transposée : les lignes sont les sorties, les colonnes les entrées.
"""

_upright = as_matrix


def as_matrix(kernel, n):
    return _upright(kernel, n).T
