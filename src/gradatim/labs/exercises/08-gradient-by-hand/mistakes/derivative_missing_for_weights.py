"""In dL/dw the derivative of the sigmoid, p (1 - p), is missing; in dL/db it is there.

fr: Dans dL/dw, la dérivée de la sigmoïde, p (1 - p), manque ; dans dL/db elle y est.
"""


def gradients(w, b, x, y):
    p = torch.sigmoid(x @ w + b)
    d = 2 * (p - y) / len(x)
    return d @ x, (d * p * (1 - p)).sum()
