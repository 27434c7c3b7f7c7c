"""The absolute differences are summed; the differences must be squared.

fr: Les différences absolues sont sommées ; il faut les mettre au carré.
"""


def squared_distances(a, b):
    return (a[:, None] - b[None]).abs().sum(-1)
