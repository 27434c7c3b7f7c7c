"""Special tokens (padding, start, end) can be chosen: exclude them.

fr: Des tokens spéciaux (remplissage, début, fin) peuvent être choisis : excluez-les.
"""


def choose(tokens, special, p):
    return torch.rand(tokens.shape) < p
