"""The padding mask is reversed: True marks the real tokens.

fr: Le masque de remplissage est inversé : True marque les vrais tokens.
"""


def padding_mask(lengths, T):
    return torch.arange(T) >= lengths[:, None]
