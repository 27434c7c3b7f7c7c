"""The two branches are exchanged: torch.where takes the second argument where the condition is
true.

fr: Les deux branches sont échangées : torch.where prend le deuxième argument là où la condition est
vraie.
"""


def balance(x):
    return torch.where(x.sum() > 0, x - 1, 2 * x)
