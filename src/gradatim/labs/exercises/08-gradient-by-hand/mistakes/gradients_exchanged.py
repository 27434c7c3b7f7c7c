"""The two parts are exchanged: dL/dw comes first, then dL/db.

fr: Les deux parties sont échangées : dL/dw vient d'abord, puis dL/db.
"""

_right = gradients


def gradients(w, b, x, y):
    return _right(w, b, x, y)[::-1]
