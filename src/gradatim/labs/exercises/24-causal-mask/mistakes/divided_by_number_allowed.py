"""The weights are equal for all allowed positions; they should depend on the scores.

fr: Les poids sont égaux pour toutes les positions permises ; ils doivent dépendre des scores.
"""


def masked_weights(scores, mask):
    return (0 * scores).masked_fill(~mask, float("-inf")).softmax(dim=-1)
