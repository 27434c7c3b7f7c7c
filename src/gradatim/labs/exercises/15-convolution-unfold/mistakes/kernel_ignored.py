"""There are ones in the places of the kernel's numbers.

fr: Il y a des uns à la place des nombres du noyau.
"""

import torch


def as_matrix(kernel, n):
    k = len(kernel)
    matrix = torch.zeros(n - k + 1, n)
    for i in range(n - k + 1):
        matrix[i, i : i + k] = 1
    return matrix
