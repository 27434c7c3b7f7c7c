"""The last position is missing: there are n - k + 1.

fr: La dernière position manque : il y en a n - k + 1.
"""


def as_matrix(kernel, n):
    k = len(kernel)
    matrix = torch.zeros(n - k + 1, n)
    for i in range(n - k):
        matrix[i, i : i + k] = kernel
    return matrix
