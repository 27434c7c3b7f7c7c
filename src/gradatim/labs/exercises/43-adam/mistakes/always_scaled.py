"""Gradients below the limit are scaled up as well; they stay.

fr: Les gradients sous la limite sont agrandis aussi ; ils restent.
"""


def clip(parameters, limit):
    gradients = [p.grad for p in parameters if p.grad is not None]
    norm = sum(g.pow(2).sum().item() for g in gradients) ** 0.5
    for g in gradients:
        g.mul_(limit / norm)
    return norm
