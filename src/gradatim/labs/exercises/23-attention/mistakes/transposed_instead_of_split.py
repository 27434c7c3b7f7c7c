"""The channels are moved before the positions as a whole; split them into heads first.

fr: Les canaux passent en bloc avant les positions ; divisez-les d'abord en têtes.
"""


def split_heads(x, n_heads):
    B, T, C = x.shape
    return x.transpose(1, 2).reshape(B, n_heads, T, C // n_heads)
