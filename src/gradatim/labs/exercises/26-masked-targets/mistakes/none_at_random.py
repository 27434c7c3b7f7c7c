"""No chosen token becomes a random one; 10 % should.

fr: Aucun token choisi ne devient un token au hasard ; 10 % le doivent.
"""


def corrupt(tokens, chosen, mask_id, n_vocabulary):
    return torch.where(chosen & (torch.rand(tokens.shape) < 0.9), mask_id, tokens)
