"""The largest number of the gradients is taken for their norm, the root of the sum of the squares.

fr: Le plus grand nombre des gradients est pris pour leur norme, la racine de la somme des carrés.
"""


def clip(parameters, limit):
    gradients = [p.grad for p in parameters if p.grad is not None]
    norm = max(g.abs().max().item() for g in gradients)
    if norm > limit:
        for g in gradients:
            g.mul_(limit / norm)
    return norm
