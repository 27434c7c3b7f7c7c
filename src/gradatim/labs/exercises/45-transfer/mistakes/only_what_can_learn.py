"""The body's list holds only the parameters that need a gradient, and after new_head none of them
does: let them learn again first, with requires_grad_(True).

fr: La liste du corps ne contient que les paramètres qui demandent un gradient, et après new_head
aucun n'en demande : laissez-les d'abord apprendre de nouveau, par requires_grad_(True).
"""


def groups(model, rate, factor):
    return [
        {"params": [p for p in model.body.parameters() if p.requires_grad], "lr": rate * factor},
        {"params": list(model.head.parameters()), "lr": rate},
    ]
