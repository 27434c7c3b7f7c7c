"""The division is one of whole numbers, so everything but 1 becomes 0.

fr: La division est entière, tout sauf 1 devient donc 0.
"""


def precision_recall(matrix):
    right = matrix.diagonal()
    return (
        (right // matrix.sum(dim=0).clamp(min=1)).float(),
        (right // matrix.sum(dim=1).clamp(min=1)).float(),
    )
