"""Every position may attend to every other: the mask hides nothing.

fr: Chaque position peut tout regarder : le masque ne cache rien.
"""


def causal_mask(T):
    return torch.ones(T, T, dtype=torch.bool)
