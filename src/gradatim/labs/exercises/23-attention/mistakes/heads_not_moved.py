"""The heads are split, but their axis is not moved before the positions: a transpose is missing.

fr: Les têtes sont séparées, mais leur axe n'est pas placé avant les positions : il manque un
transpose.
"""


def split_heads(x, n_heads):
    return x.unflatten(-1, (n_heads, -1))
