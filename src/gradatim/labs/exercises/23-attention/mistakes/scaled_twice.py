"""The scores are divided by the root of D twice: weights already does it.

fr: Les scores sont divisés deux fois par la racine de D : weights le fait déjà.
"""


def attention(q, k, v):
    return weights(q / q.shape[-1] ** 0.5, k) @ v
