"""The norms of the gradients are added; take the root of the sum of all squares.

fr: Les normes des gradients sont additionnées ; prenez la racine de la somme de tous les carrés.
"""


def clip(parameters, limit):
    gradients = [p.grad for p in parameters if p.grad is not None]
    norm = sum(g.norm().item() for g in gradients)
    if norm > limit:
        for g in gradients:
            g.mul_(limit / norm)
    return norm
