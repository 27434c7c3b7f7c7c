"""There is one position per example; the time axis is the second one, tokens.shape[1].

fr: Il y a une position par exemple ; l'axe du temps est le second, tokens.shape[1].
"""


def positions(tokens):
    return torch.arange(tokens.shape[0], device=tokens.device)
