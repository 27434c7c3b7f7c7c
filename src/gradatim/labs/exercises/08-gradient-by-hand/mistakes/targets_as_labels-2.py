"""The targets are treated as labels of 0 and 1; y can be any number, and the error is p - y.

fr: Les cibles sont traitées comme des étiquettes 0 et 1 ; y peut être un nombre quelconque, et
l'erreur est p - y.
"""


def gradients(w, b, x, y):
    p = torch.sigmoid(x @ w + b)
    d = 2 * torch.where(y > 0.5, p - 1, p) * p * (1 - p) / len(x)
    return d @ x, d.sum()
