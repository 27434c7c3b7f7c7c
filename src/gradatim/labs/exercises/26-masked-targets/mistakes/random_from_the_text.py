"""The random tokens are taken from the text; each token of the vocabulary is equally likely.

fr: Les tokens au hasard viennent du texte ; chaque token du vocabulaire est également probable.
"""


def corrupt(tokens, chosen, mask_id, n_vocabulary):
    u = torch.rand(tokens.shape)
    random = tokens.flatten()[torch.randperm(tokens.numel())].view(tokens.shape)
    result = torch.where(chosen & (u < 0.8), mask_id, tokens)
    return torch.where(chosen & (u >= 0.8) & (u < 0.9), random, result)
