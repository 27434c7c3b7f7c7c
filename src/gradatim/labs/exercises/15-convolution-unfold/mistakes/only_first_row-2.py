_right = as_matrix


def as_matrix(kernel, n):
    matrix = _right(kernel, n)
    matrix[:-1] = 0
    return matrix
