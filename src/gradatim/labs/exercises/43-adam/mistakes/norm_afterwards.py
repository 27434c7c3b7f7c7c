"""The norm returned is that after clipping; the one before is asked for.

fr: La norme renvoyée est celle d'après l'écrêtage ; il faut celle d'avant.
"""


def clip(parameters, limit):
    gradients = [p.grad for p in parameters if p.grad is not None]
    norm = sum(g.pow(2).sum().item() for g in gradients) ** 0.5
    if norm > limit:
        for g in gradients:
            g.mul_(limit / norm)
    return min(norm, limit)
