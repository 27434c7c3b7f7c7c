"""The gradient has the wrong sign: the derivative of (p - y)² is 2 (p - y), not 2 (y - p).

fr: Le gradient a le mauvais signe : la dérivée de (p - y)² est 2 (p - y), et non 2 (y - p).
"""


def gradients(w, b, x, y):
    p = torch.sigmoid(x @ w + b)
    d = 2 * (y - p) * p * (1 - p) / len(x)
    return d @ x, d.sum()
