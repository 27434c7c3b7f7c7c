"""One random token is drawn and used everywhere; draw one per position.

fr: Un seul token au hasard est tiré et mis partout ; tirez-en un par position.
"""


def corrupt(tokens, chosen, mask_id, n_vocabulary):
    u = torch.rand(tokens.shape)
    result = torch.where(chosen & (u < 0.8), mask_id, tokens)
    return torch.where(chosen & (u >= 0.8) & (u < 0.9), torch.randint(n_vocabulary, ()), result)
