"""The mask is not used.

fr: Le masque n'est pas utilisé.
"""


def masked_weights(scores, mask):
    return scores.softmax(-1)
