"""model.parameters() can be gone through only once, so the second loop finds nothing: keep
list(parameters).

fr: model.parameters() ne se parcourt qu'une fois, donc la seconde boucle ne trouve rien : gardez
list(parameters).
"""


def clip(parameters, limit):
    norm = sum(p.grad.pow(2).sum().item() for p in parameters if p.grad is not None) ** 0.5
    if norm > limit:
        for p in parameters:
            if p.grad is not None:
                p.grad.mul_(limit / norm)
    return norm
