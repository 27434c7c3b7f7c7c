"""Special tokens (padding, start, end) can be chosen: leave them out.

fr: Des mots spéciaux (remplissage, début, fin) peuvent être choisis : écartez-les.
"""


def choose(tokens, special, p):
    return torch.rand(tokens.shape) < p
