"""From row to row the kernel moves by its own length; it should move by one.

fr: D'une ligne à l'autre, le noyau avance de sa propre longueur ; il doit avancer d'un.
"""


def as_matrix(kernel, n):
    k = len(kernel)
    matrix = torch.zeros(n - k + 1, n)
    for i in range(n - k + 1):
        part = matrix[i, i * k : i * k + k]
        part += kernel[: len(part)]
    return matrix
