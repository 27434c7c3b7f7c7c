"""x + step moves all coordinates at once; move one at a time.

fr: x + step déplace toutes les coordonnées à la fois ; déplacez-en une à la fois.
"""


def gradient_error(f, x, step):
    numeric = (f(x + step) - f(x - step)) / (2 * step)
    return (numeric - slope(f, x)).abs().max().item()
