"""`.to(tokens)` takes the type of tokens as well as its device: where tokens are int32, so are the positions.

fr: `.to(tokens)` reprend aussi le type de tokens, pas seulement son appareil : si tokens est en int32, les positions aussi.
"""


def positions(tokens):
    return torch.arange(tokens.shape[1]).to(tokens)
