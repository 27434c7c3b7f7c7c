"""Every token that is not masked becomes a random one, 20 %; half of them should stay.

fr: Tout token non masqué devient un token au hasard, 20 % ; la moitié doit rester.
"""


def corrupt(tokens, chosen, mask_id, n_vocabulary):
    u = torch.rand(tokens.shape)
    random = torch.randint(n_vocabulary, tokens.shape)
    result = torch.where(chosen & (u < 0.8), mask_id, tokens)
    return torch.where(chosen & (u >= 0.8), random, result)
