"""Only one half of the derivative is multiplied in: the derivative of the sigmoid is p (1 - p).

fr: Seule une moitié de la dérivée est multipliée : la dérivée de la sigmoïde est p (1 - p).
"""


def gradients(w, b, x, y):
    p = torch.sigmoid(x @ w + b)
    d = 2 * (p - y) * p / len(x)
    return d @ x, d.sum()
