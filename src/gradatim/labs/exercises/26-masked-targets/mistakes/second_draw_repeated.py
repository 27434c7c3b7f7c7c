"""Two separate draws: the 10 % of random tokens also fall on masked ones. Use one number u for
both.

fr: Deux tirages séparés : les 10 % au hasard tombent aussi sur des tokens masqués. Utilisez un seul
nombre u.
"""


def corrupt(tokens, chosen, mask_id, n_vocabulary):
    result = torch.where(chosen & (torch.rand(tokens.shape) < 0.8), mask_id, tokens)
    random = torch.randint(n_vocabulary, tokens.shape)
    return torch.where(chosen & (torch.rand(tokens.shape) < 0.1), random, result)
