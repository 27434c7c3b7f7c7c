"""masked_fill writes where its mask is True: here that is where attention is allowed. Use ~mask.

fr: masked_fill écrit là où son masque est True : ici, là où l'attention est permise. Utilisez
~mask.
"""


def masked_weights(scores, mask):
    return scores.masked_fill(mask, float("-inf")).softmax(dim=-1)
