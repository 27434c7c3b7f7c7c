"""The positions are repeated for each example; (T,) is asked for.

fr: Les positions sont répétées pour chaque exemple ; il faut (T,).
"""


def positions(tokens):
    return torch.arange(tokens.shape[1], device=tokens.device).expand(tokens.shape)
