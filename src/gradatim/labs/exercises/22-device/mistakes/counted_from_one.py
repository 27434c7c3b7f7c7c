"""The positions start at 1; they go from 0 to T - 1.

fr: Les positions commencent à 1 ; elles vont de 0 à T - 1.
"""


def positions(tokens):
    return torch.arange(1, tokens.shape[1] + 1, device=tokens.device)
