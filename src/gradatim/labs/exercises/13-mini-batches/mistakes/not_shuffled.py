"""x and y are returned in their old order.

fr: x et y sont renvoyés dans leur ancien ordre.
"""


def shuffled(x, y, seed):
    return x.clone(), y.clone()
