"""The absolute values are added; the norm is the root of the sum of the squares.

fr: Les valeurs absolues sont additionnées ; la norme est la racine de la somme des carrés.
"""


def clip(parameters, limit):
    gradients = [p.grad for p in parameters if p.grad is not None]
    norm = sum(g.abs().sum().item() for g in gradients)
    for g in gradients:
        g.mul_(min(1.0, limit / norm))
    return norm
