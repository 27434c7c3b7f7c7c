"""Forbidden scores are set to 0, and exp(0) = 1 still weighs: they must be minus infinity.

fr: Les scores interdits sont mis à 0, et exp(0) = 1 pèse encore : il faut moins l'infini.
"""


def masked_weights(scores, mask):
    return (scores * mask).softmax(dim=-1)
