"""The body's parameters are in a group but still frozen: requires_grad_(True).

fr: Les paramètres du corps sont dans un groupe mais encore gelés : requires_grad_(True).
"""


def groups(model, rate, factor):
    return [
        {"params": list(model.body.parameters()), "lr": rate * factor},
        {"params": list(model.head.parameters()), "lr": rate},
    ]
