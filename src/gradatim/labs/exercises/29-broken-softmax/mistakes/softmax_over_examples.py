"""The softmax runs over the examples (dim=0), not over the classes.

fr: Le softmax parcourt les exemples (dim=0), pas les classes.
"""


def probabilities(model, x):
    return torch.softmax(model(x), dim=0)
