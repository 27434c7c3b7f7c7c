"""Only the last few positions are seen; all earlier ones may be.

fr: Seules les dernières positions sont vues ; toutes les précédentes peuvent l'être.
"""

_right = causal_mask


def causal_mask(T):
    return _right(T).triu(-2)
