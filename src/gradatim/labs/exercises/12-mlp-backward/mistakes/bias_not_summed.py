"""db is left as one row per example; it is the sum of dy over the batch.

fr: db reste une ligne par exemple ; c'est la somme de dy sur le lot.
"""


def linear_backward(dy, x, W):
    return dy @ W, dy.T @ x, dy
