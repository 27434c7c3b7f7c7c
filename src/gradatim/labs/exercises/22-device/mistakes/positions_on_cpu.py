"""arange creates its numbers on the cpu: give it device=tokens.device.

fr: arange crée ses nombres sur le cpu : donnez-lui device=tokens.device.
"""


def positions(tokens):
    return torch.arange(tokens.shape[1])
