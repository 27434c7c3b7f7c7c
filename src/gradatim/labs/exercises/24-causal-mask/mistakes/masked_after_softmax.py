"""The mask comes after the softmax: the rows no longer sum to 1. Mask the scores.

fr: Le masque vient après le softmax : les lignes n'ont plus pour somme 1. Masquez les scores.
"""


def masked_weights(scores, mask):
    return scores.softmax(dim=-1) * mask
