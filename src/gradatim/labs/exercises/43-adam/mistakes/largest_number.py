"""The largest number of the gradients is taken for their norm.

fr: Le plus grand nombre des gradients est pris pour leur norme.
"""


def clip(parameters, limit):
    gradients = [p.grad for p in parameters if p.grad is not None]
    norm = max(g.abs().max().item() for g in gradients)
    if norm > limit:
        for g in gradients:
            g.mul_(limit / norm)
    return norm
