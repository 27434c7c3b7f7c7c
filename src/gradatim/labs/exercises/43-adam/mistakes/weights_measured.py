"""The norm is that of the parameters; that of their gradients is asked for.

fr: La norme est celle des paramètres ; il faut celle de leurs gradients.
"""


def clip(parameters, limit):
    return sum(p.detach().pow(2).sum().item() for p in parameters) ** 0.5
