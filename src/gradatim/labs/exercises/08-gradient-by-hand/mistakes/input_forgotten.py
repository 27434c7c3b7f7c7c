"""The gradient of w is not multiplied by the input x.

fr: Le gradient de w n'est pas multiplié par l'entrée x.
"""


def gradients(w, b, x, y):
    p = torch.sigmoid(x @ w + b)
    d = 2 * (p - y) * p * (1 - p) / len(x)
    return d.sum() * torch.ones_like(w), d.sum()
