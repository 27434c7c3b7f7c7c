"""Each gradient is clipped by its own norm, which changes the direction; take one norm of all
together.

fr: Chaque gradient est écrêté selon sa propre norme, ce qui change la direction ; prenez une seule
norme pour tous.
"""


def clip(parameters, limit):
    gradients = [p.grad for p in parameters if p.grad is not None]
    norm = sum(g.pow(2).sum().item() for g in gradients) ** 0.5
    for g in gradients:
        if g.norm() > limit:
            g.mul_(limit / g.norm())
    return norm
