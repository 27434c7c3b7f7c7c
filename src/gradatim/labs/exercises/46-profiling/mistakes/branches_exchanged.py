"""The two branches are exchanged: a sum above 0 gives 2 x. torch.where takes its second argument
where the condition is true.

fr: Les deux branches sont échangées : une somme au-dessus de 0 donne 2 x. torch.where prend son
deuxième argument là où la condition est vraie.
"""


def balance(x):
    return torch.where(x.sum() > 0, x - 1, 2 * x)
