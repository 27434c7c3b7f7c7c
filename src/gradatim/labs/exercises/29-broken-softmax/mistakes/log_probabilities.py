"""probabilities returns their logarithms; its rows must sum to 1.

fr: probabilities renvoie leurs logarithmes ; ses lignes doivent avoir pour somme 1.
"""


def probabilities(model, x):
    return torch.log_softmax(model(x), dim=1)
