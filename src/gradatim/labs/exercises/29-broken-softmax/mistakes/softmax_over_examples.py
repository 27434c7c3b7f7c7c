"""The softmax is taken over the examples (dim=0), not over the classes.

fr: Le softmax est pris sur les exemples (dim=0), pas sur les classes.
"""


def probabilities(model, x):
    return torch.softmax(model(x), dim=0)
