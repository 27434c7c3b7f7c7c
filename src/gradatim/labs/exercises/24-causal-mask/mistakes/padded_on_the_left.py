"""The padding is expected on the left; the real tokens come first.

fr: Le remplissage est attendu à gauche ; les vrais tokens viennent d'abord.
"""

_right = padding_mask


def padding_mask(lengths, T):
    return _right(lengths, T).flip(1)
