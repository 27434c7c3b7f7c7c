"""The allowed positions are hidden and the others seen: masked_fill, for instance, writes where
its mask is True. Use ~mask.

fr: Les positions permises sont cachées et les autres vues : masked_fill, par exemple, écrit là où
son masque est True. Utilisez ~mask.
"""


def masked_weights(scores, mask):
    return scores.masked_fill(mask, float("-inf")).softmax(dim=-1)
