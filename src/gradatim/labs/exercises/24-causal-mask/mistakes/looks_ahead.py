"""The mask is reversed: each position attends to the future and not to the past.

fr: Le masque est inversé : chaque position voit le futur et non le passé.
"""


def causal_mask(T):
    return torch.ones(T, T, dtype=torch.bool).triu()
