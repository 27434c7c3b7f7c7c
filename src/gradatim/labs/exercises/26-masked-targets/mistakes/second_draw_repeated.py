"""Two separate draws: 10 % random after 80 % masked hits masked ones too. Use one draw u for both.

fr: Deux tirages séparés : 10 % de hasard après 80 % de masque touche aussi des masqués. Un seul u.
"""


def corrupt(tokens, chosen, mask_id, n_vocabulary):
    result = torch.where(chosen & (torch.rand(tokens.shape) < 0.8), mask_id, tokens)
    random = torch.randint(n_vocabulary, tokens.shape)
    return torch.where(chosen & (torch.rand(tokens.shape) < 0.1), random, result)
