"""The fraction p is of all tokens, special ones too, so the others are chosen too often; each of
them is chosen with probability p.

fr: La fraction p porte sur tous les tokens, même spéciaux, donc les autres sont choisis trop
souvent ; chacun d'eux l'est avec probabilité p.
"""


def choose(tokens, special, p):
    ordinary = ~torch.isin(tokens, torch.tensor(special))
    return (torch.rand(tokens.shape) < min(1, p * tokens.numel() / ordinary.sum())) & ordinary
