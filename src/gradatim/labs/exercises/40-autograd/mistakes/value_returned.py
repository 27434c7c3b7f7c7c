"""That is f(x), not its gradient.

fr: C'est f(x), pas son gradient.
"""


def slope(f, x):
    return f(x.detach())
