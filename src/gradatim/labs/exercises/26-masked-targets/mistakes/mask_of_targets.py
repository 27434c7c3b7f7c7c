"""The mask or 0 and 1 is returned; the tokens themselves are asked for where chosen.

fr: Le masque ou 0 et 1 est renvoyé ; il faut les tokens eux-mêmes là où ils sont choisis.
"""


def targets(tokens, chosen):
    return torch.where(chosen, 1, -100)
