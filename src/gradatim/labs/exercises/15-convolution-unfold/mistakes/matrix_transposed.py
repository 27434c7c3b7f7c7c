"""The matrix is transposed: its rows should be the outputs, its columns the inputs.

fr: La matrice est transposée : ses lignes doivent être les sorties, ses colonnes les entrées.
"""

_upright = as_matrix


def as_matrix(kernel, n):
    return _upright(kernel, n).T
