"""The sum of the squares is taken for the norm; its root is missing.

fr: La somme des carrés est prise pour la norme ; il manque sa racine.
"""


def clip(parameters, limit):
    gradients = [p.grad for p in parameters if p.grad is not None]
    norm = sum(g.pow(2).sum().item() for g in gradients)
    if norm > limit:
        for g in gradients:
            g.mul_(limit / norm)
    return norm
