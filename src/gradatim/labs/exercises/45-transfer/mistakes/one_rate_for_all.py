"""Both groups have the same rate; the body has rate times factor.

fr: Les deux groupes ont le même taux ; le corps a rate fois factor.
"""


def groups(model, rate, factor):
    model.body.requires_grad_(True)
    return [
        {"params": list(model.body.parameters()), "lr": rate},
        {"params": list(model.head.parameters()), "lr": rate},
    ]
