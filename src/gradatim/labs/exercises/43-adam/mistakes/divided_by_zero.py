"""The limit is divided by the norm before they are compared, which fails where all gradients are 0.

fr: La limite est divisée par la norme avant de les comparer, ce qui échoue quand tous les gradients
sont 0.
"""


def clip(parameters, limit):
    gradients = [p.grad for p in parameters if p.grad is not None]
    norm = sum(g.pow(2).sum().item() for g in gradients) ** 0.5
    factor = min(1.0, limit / norm)
    for g in gradients:
        g.mul_(factor)
    return norm
