"""A second number is drawn for what is not masked: 10 % of these 20 % become random, 2 % in all.
Use one number u, or half of the rest.

fr: Un second nombre est tiré pour ce qui n'est pas masqué : 10 % de ces 20 % deviennent
aléatoires, 2 % en tout. Utilisez un seul nombre u, ou la moitié du reste.
"""


def corrupt(tokens, chosen, mask_id, n_vocabulary):
    masked = chosen & (torch.rand(tokens.shape) < 0.8)
    swapped = chosen & ~masked & (torch.rand(tokens.shape) < 0.1)
    result = torch.where(masked, mask_id, tokens)
    return torch.where(swapped, torch.randint(n_vocabulary, tokens.shape), result)
