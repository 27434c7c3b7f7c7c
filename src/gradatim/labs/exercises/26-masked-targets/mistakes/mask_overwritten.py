"""Random tokens overwrite the mask: every chosen token that does not stay becomes a random one; 80
% should be the mask.

fr: Les tokens au hasard écrasent le masque : tout token choisi qui ne reste pas devient un token
au hasard ; 80 % doivent être le masque.
"""


def corrupt(tokens, chosen, mask_id, n_vocabulary):
    changed = chosen & (torch.rand(tokens.shape) < 0.9)
    return torch.where(changed, torch.randint(n_vocabulary, tokens.shape), tokens)
