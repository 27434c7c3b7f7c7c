"""The errors are averaged before they are squared: errors of opposite sign cancel.

fr: Les erreurs sont moyennées avant d'être mises au carré : des erreurs de signes opposés
s'annulent.
"""


def loss(w, b, x, y):
    return (torch.sigmoid(x @ w + b) - y).mean() ** 2
