"""The fractions are exchanged: 80 % should become the mask and 10 % a random token.

fr: Les proportions sont échangées : 80 % doivent devenir le masque et 10 % un token au hasard.
"""


def corrupt(tokens, chosen, mask_id, n_vocabulary):
    u = torch.rand(tokens.shape)
    random = torch.randint(n_vocabulary, tokens.shape)
    result = torch.where(chosen & (u < 0.1), mask_id, tokens)
    return torch.where(chosen & (u >= 0.1) & (u < 0.9), random, result)
