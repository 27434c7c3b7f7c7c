"""This is the logarithm of the softmax.

fr: C'est le logarithme du softmax.
"""


def softmax(logits):
    z = logits - logits.max(dim=1, keepdim=True).values
    return z - z.exp().sum(1, keepdim=True).log()
