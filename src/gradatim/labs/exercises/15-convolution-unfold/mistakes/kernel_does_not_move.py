"""Every row holds the kernel at the same position; in row i it starts at column i.

fr: Chaque ligne contient le noyau à la même position ; à la ligne i il commence à la colonne i.
"""


def as_matrix(kernel, n):
    matrix = torch.zeros(n - len(kernel) + 1, n)
    matrix[:, : len(kernel)] = kernel
    return matrix
