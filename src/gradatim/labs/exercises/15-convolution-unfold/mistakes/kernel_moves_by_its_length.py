"""The kernel moves by its own length; it moves by one from row to row.

fr: Le noyau avance de sa propre longueur ; il avance d'un d'une ligne à l'autre.
"""


def as_matrix(kernel, n):
    k = len(kernel)
    matrix = torch.zeros(n - k + 1, n)
    for i in range(n - k + 1):
        part = matrix[i, i * k : i * k + k]
        part += kernel[: len(part)]
    return matrix
