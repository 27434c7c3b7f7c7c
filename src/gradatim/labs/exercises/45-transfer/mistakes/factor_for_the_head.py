"""The factor is applied to the head; it belongs to the body.

fr: Le facteur est appliqué à la tête ; il concerne le corps.
"""


def groups(model, rate, factor):
    model.body.requires_grad_(True)
    return [
        {"params": list(model.body.parameters()), "lr": rate},
        {"params": list(model.head.parameters()), "lr": rate * factor},
    ]
