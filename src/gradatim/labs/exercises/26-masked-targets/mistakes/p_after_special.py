"""Special tokens are counted when p is drawn: the fraction is of all tokens.

fr: Les tokens spéciaux comptent dans le tirage de p : la fraction porte sur tous les tokens.
"""


def choose(tokens, special, p):
    ordinary = ~torch.isin(tokens, torch.tensor(special))
    return (torch.rand(tokens.shape) < min(1, p * tokens.numel() / ordinary.sum())) & ordinary
