"""Each position sees the next one as well.

fr: Chaque position voit aussi la suivante.
"""


def causal_mask(T):
    return torch.ones(T, T, dtype=torch.bool).tril(1)
