"""The two points are exchanged, so the sign is reversed: f(w + h) comes first.

fr: Les deux points sont échangés, donc le signe est inversé : f(w + h) vient d'abord.
"""

_right = central_difference


def central_difference(f, w, h):
    return -_right(f, w, h)
