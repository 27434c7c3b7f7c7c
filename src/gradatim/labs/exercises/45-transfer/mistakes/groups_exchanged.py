"""The head comes first; the body should.

fr: La tête vient en premier ; ce doit être le corps.
"""


def groups(model, rate, factor):
    model.body.requires_grad_(True)
    return [
        {"params": list(model.head.parameters()), "lr": rate},
        {"params": list(model.body.parameters()), "lr": rate * factor},
    ]
