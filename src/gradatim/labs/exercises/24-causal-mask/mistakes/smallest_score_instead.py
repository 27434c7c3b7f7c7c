"""Masked scores become the smallest score, which still gets a weight: set them to minus infinity.

fr: Les scores masqués deviennent le plus petit score, qui garde un poids : mettez-les à moins
l'infini.
"""


def masked_weights(scores, mask):
    return scores.masked_fill(~mask, scores.min().item()).softmax(-1)
