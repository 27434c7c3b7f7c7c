"""The body's rate is the factor itself; it is rate times factor.

fr: Le taux du corps est le facteur lui-même ; c'est rate fois factor.
"""


def groups(model, rate, factor):
    model.body.requires_grad_(True)
    return [
        {"params": list(model.body.parameters()), "lr": factor},
        {"params": list(model.head.parameters()), "lr": rate},
    ]
