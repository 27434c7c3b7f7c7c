"""One random token is drawn and put everywhere; draw one for each place.

fr: Un seul mot au hasard est tiré et mis partout ; tirez-en un par place.
"""


def corrupt(tokens, chosen, mask_id, n_vocabulary):
    u = torch.rand(tokens.shape)
    result = torch.where(chosen & (u < 0.8), mask_id, tokens)
    return torch.where(chosen & (u >= 0.8) & (u < 0.9), torch.randint(n_vocabulary, ()), result)
