"""Every row holds the kernel at the same place; row i starts at column i.

fr: Chaque ligne contient le noyau à la même place ; la ligne i commence à la colonne i.
"""


def as_matrix(kernel, n):
    matrix = torch.zeros(n - len(kernel) + 1, n)
    matrix[:, : len(kernel)] = kernel
    return matrix
