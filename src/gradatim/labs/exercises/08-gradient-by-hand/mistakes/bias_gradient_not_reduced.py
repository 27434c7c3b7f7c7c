"""The gradient of b is left as one number per example; b is one number.

fr: Le gradient de b reste un nombre par exemple ; b est un seul nombre.
"""


def gradients(w, b, x, y):
    p = torch.sigmoid(x @ w + b)
    d = 2 * (p - y) * p * (1 - p) / len(x)
    return d @ x, d
