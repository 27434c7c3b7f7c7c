"""True and False are exchanged: True means "may attend".

fr: True et False sont échangés : True signifie « peut regarder ».
"""

_right = causal_mask


def causal_mask(T):
    return ~_right(T)
