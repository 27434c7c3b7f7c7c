"""The first group holds all parameters, the head's too.

fr: Le premier groupe contient tous les paramètres, ceux de la tête aussi.
"""


def groups(model, rate, factor):
    model.body.requires_grad_(True)
    return [
        {"params": list(model.parameters()), "lr": rate * factor},
        {"params": list(model.head.parameters()), "lr": rate},
    ]
