"""The last window is missing: there are n - size + 1 of them.

fr: La dernière fenêtre manque : il y en a n - size + 1.
"""


def windows(x, size):
    return x.unfold(0, size, 1)[:-1]
