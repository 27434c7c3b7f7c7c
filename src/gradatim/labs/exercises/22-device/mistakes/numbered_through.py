"""All tokens of the batch are numbered through; each row starts at 0 again.

fr: Tous les tokens du lot sont numérotés à la suite ; chaque ligne repart de 0.
"""


def positions(tokens):
    return torch.arange(tokens.numel(), device=tokens.device)
