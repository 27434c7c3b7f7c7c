"""view(B, H, T, D) mixes time steps into heads: split the last axis first, then swap two axes.

fr: view(B, H, T, D) mélange des instants dans les têtes : divisez d'abord le dernier axe, puis
échangez deux axes.
"""


def split_heads(x, n_heads):
    B, T, C = x.shape
    return x.reshape(B, n_heads, T, C // n_heads)
