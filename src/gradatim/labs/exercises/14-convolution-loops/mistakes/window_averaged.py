"""The products are averaged; they are added up.

fr: Les produits sont moyennés ; il faut les additionner.
"""

_right = correlate


def correlate(x, kernel):
    return _right(x, kernel) / kernel.numel()
