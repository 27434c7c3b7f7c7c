"""Only one factor of the derivative is multiplied in, p or 1 - p: the derivative of the sigmoid is
p (1 - p).

fr: Un seul facteur de la dérivée est multiplié, p ou 1 - p : la dérivée de la sigmoïde est p (1 -
p).
"""


def gradients(w, b, x, y):
    p = torch.sigmoid(x @ w + b)
    d = 2 * (p - y) * p / len(x)
    return d @ x, d.sum()
