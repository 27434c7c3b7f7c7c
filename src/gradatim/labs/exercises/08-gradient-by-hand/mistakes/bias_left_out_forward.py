"""The bias is left out of p in the gradients.

fr: Le biais est oublié dans p pour les gradients.
"""

_right = gradients


def gradients(w, b, x, y):
    return _right(w, 0 * b, x, y)
