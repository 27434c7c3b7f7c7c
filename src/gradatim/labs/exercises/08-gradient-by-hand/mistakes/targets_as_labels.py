"""The targets are treated as labels of 0 and 1; y can be any number, and the error is p - y.

fr: Les cibles sont traitées comme des étiquettes 0 et 1 ; y peut être un nombre quelconque, et
l'erreur est p - y.
"""


def loss(w, b, x, y):
    p = torch.sigmoid(x @ w + b)
    return torch.where(y == 1, (1 - p) ** 2, p**2).mean()
