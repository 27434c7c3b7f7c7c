"""No chosen token stays as it is; 10 % should.

fr: Aucun token choisi ne reste tel quel ; il en faut 10 %.
"""


def corrupt(tokens, chosen, mask_id, n_vocabulary):
    u = torch.rand(tokens.shape)
    random = torch.randint(n_vocabulary, tokens.shape)
    result = torch.where(chosen & (u < 0.9), mask_id, tokens)
    return torch.where(chosen & (u >= 0.9), random, result)
