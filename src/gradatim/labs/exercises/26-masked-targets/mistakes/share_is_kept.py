"""p is the share that is chosen; here it is the share that is not.

fr: p est la part choisie ; ici c'est la part non choisie.
"""


def choose(tokens, special, p):
    return (torch.rand(tokens.shape) >= p) & ~torch.isin(tokens, torch.tensor(special))
