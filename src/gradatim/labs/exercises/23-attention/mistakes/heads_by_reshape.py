"""The numbers are cut straight into (B, H, T, D), as view and reshape do, which mixes time steps
into heads: split the last axis first, then swap two axes.

fr: Les nombres sont coupés directement en (B, H, T, D), comme le font view et reshape, ce qui
mélange des instants dans les têtes : divisez d'abord le dernier axe, puis échangez deux axes.
"""


def split_heads(x, n_heads):
    B, T, C = x.shape
    return x.reshape(B, n_heads, T, C // n_heads)
