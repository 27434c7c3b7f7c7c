"""The last position is missing, or there is one too many: 0 to T - 1.

fr: La dernière position manque, ou il y en a une de trop : 0 à T - 1.
"""


def positions(tokens):
    return torch.arange(tokens.shape[1] - 1, device=tokens.device)
