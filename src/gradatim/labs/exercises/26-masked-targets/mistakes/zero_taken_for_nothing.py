"""A chosen token whose number is 0 gets -100; 0 is a token like the others.

fr: Un token choisi de numéro 0 reçoit -100 ; 0 est un token comme les autres.
"""

import torch


def targets(tokens, chosen):
    kept = tokens * chosen
    return torch.where(kept == 0, -100, kept)
