"""The layers are applied in the reverse order.

fr: Les couches sont appliquées dans l'ordre inverse.
"""

_right = forward


def forward(x, layers):
    return _right(x, layers[::-1])
