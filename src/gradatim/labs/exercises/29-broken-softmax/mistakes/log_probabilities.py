"""These are logarithms of probabilities.

fr: Ce sont des logarithmes de probabilités.
"""


def probabilities(model, x):
    return torch.log_softmax(model(x), dim=1)
