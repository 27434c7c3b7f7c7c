"""The matrix is square: where the kernel sticks out at the end there is no position.

fr: La matrice est carrée : là où le noyau dépasse à la fin, il n'y a pas de position.
"""


def as_matrix(kernel, n):
    matrix = torch.zeros(n, n)
    for i in range(n):
        for j in range(len(kernel)):
            if i + j < n:
                matrix[i, i + j] = kernel[j]
    return matrix
