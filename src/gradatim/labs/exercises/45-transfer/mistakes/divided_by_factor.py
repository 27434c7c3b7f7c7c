"""The rate is divided by the factor; multiply.

fr: Le taux est divisé par le facteur ; multipliez.
"""


def groups(model, rate, factor):
    model.body.requires_grad_(True)
    return [
        {"params": list(model.body.parameters()), "lr": rate / factor},
        {"params": list(model.head.parameters()), "lr": rate},
    ]
