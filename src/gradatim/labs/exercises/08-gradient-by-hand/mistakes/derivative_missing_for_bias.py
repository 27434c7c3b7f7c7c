"""In dL/db the derivative of the sigmoid, p (1 - p), is missing; in dL/dw it is there.

fr: Dans dL/db, la dérivée de la sigmoïde, p (1 - p), manque ; dans dL/dw elle y est.
"""


def gradients(w, b, x, y):
    p = torch.sigmoid(x @ w + b)
    d = 2 * (p - y) / len(x)
    return (d * p * (1 - p)) @ x, d.sum()
