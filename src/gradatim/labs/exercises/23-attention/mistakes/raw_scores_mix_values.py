"""The raw scores mix the values: the softmax is missing.

fr: Les scores bruts mélangent les valeurs : le softmax manque.
"""


def attention(q, k, v):
    return q @ k.transpose(-2, -1) / q.shape[-1] ** 0.5 @ v
