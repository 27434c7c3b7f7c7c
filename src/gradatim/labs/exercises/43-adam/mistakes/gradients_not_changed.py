"""The norm is right but no gradient has changed: scale them in place.

fr: La norme est juste mais aucun gradient n'a changé : multipliez-les sur place.
"""


def clip(parameters, limit):
    gradients = [p.grad for p in parameters if p.grad is not None]
    return sum(g.pow(2).sum().item() for g in gradients) ** 0.5
