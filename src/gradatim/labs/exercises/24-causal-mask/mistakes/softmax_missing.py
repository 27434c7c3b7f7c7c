"""The softmax is missing after the mask.

fr: Le softmax manque après le masque.
"""


def masked_weights(scores, mask):
    return scores.masked_fill(~mask, float("-inf"))
