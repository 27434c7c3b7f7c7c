"""A random token is never mask_id; it is drawn from all of the vocabulary.

fr: Un token au hasard n'est jamais mask_id ; il est tiré de tout le vocabulaire.
"""

import torch


def corrupt(tokens, chosen, mask_id, n_vocabulary):
    u = torch.rand(tokens.shape)
    others = torch.tensor([token for token in range(n_vocabulary) if token != mask_id])
    random = others[torch.randint(len(others), tokens.shape)]
    result = torch.where(chosen & (u < 0.8), mask_id, tokens)
    return torch.where(chosen & (u >= 0.8) & (u < 0.9), random, result)
