"""The diagonal is left out: a position may attend to itself.

fr: La diagonale est oubliée : une position se voit elle-même.
"""


def causal_mask(T):
    return torch.ones(T, T, dtype=torch.bool).tril(-1)
