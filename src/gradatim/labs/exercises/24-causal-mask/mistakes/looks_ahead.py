"""The mask is reversed: each position sees the future and not the past.

fr: Le masque est inversé : chaque position voit le futur et pas le passé.
"""


def causal_mask(T):
    return torch.ones(T, T, dtype=torch.bool).triu()
