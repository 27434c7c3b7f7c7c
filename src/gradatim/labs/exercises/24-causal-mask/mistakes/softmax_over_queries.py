"""The softmax is taken over the queries; each row, over the keys, sums to 1.

fr: Le softmax est pris sur les requêtes ; chaque ligne, sur les clés, a pour somme 1.
"""


def masked_weights(scores, mask):
    return scores.masked_fill(~mask, float("-inf")).softmax(1)
