"""Masked scores are set to 0, and exp(0) = 1 still counts: set them to minus infinity.

fr: Les scores masqués sont mis à 0, et exp(0) = 1 compte encore : mettez-les à moins l'infini.
"""


def masked_weights(scores, mask):
    return (scores * mask).softmax(dim=-1)
