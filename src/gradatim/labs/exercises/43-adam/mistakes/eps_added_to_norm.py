"""A small number is added to the norm in the factor, so the norm afterwards is not exactly limit.

fr: Un petit nombre est ajouté à la norme dans le facteur : la norme n'est pas exactement limit
ensuite.
"""


def clip(parameters, limit):
    gradients = [p.grad for p in parameters if p.grad is not None]
    norm = sum(g.pow(2).sum().item() for g in gradients) ** 0.5
    if norm > limit:
        for g in gradients:
            g.mul_(limit / (norm + 1e-2))
    return norm
