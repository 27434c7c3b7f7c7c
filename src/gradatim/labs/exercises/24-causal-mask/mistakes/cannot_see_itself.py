"""The diagonal is left out: a position may look at itself.

fr: La diagonale est oubliée : une position peut se regarder elle-même.
"""


def causal_mask(T):
    return torch.ones(T, T, dtype=torch.bool).tril(-1)
