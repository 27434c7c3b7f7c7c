"""The steps are half as large as they should be: the loss has a factor 1/2 too many, for instance.

fr: Les pas sont deux fois trop petits : la perte a un facteur 1/2 de trop, par exemple.
"""

_right = fit


def fit(x, y, rate, steps):
    return _right(x, y, rate / 2, steps)
