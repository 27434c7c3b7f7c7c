"""p is the fraction that is chosen; here it is the fraction that is not.

fr: p est la proportion choisie ; ici c'est la proportion non choisie.
"""


def choose(tokens, special, p):
    return (torch.rand(tokens.shape) >= p) & ~torch.isin(tokens, torch.tensor(special))
