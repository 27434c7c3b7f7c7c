"""The smallest number of each block is taken.

fr: Le plus petit nombre de chaque bloc est pris.
"""


def max_pool(x):
    return blocks(x).amin(dim=(3, 5))
