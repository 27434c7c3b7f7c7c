"""masked_fill writes where its mask is True: here the allowed places are forbidden. Use ~mask.

fr: masked_fill écrit là où le masque est True : ici on interdit les places permises. Prenez ~mask.
"""


def masked_weights(scores, mask):
    return scores.masked_fill(mask, float("-inf")).softmax(dim=-1)
