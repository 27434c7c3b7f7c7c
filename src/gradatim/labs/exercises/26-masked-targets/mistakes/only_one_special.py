"""Only some of the special tokens are excluded.

fr: Une partie seulement des tokens spéciaux est exclue.
"""


def choose(tokens, special, p):
    return (torch.rand(tokens.shape) < p) & (tokens != special[0])
