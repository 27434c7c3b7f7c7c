"""The derivative of the sigmoid, p (1 - p), is missing in the chain rule.

fr: La dérivée de la sigmoïde, p (1 - p), manque dans la règle de la chaîne.
"""


def gradients(w, b, x, y):
    p = torch.sigmoid(x @ w + b)
    d = 2 * (p - y) / len(x)
    return d @ x, d.sum()
