"""The positions of the numbers are returned, not the numbers.

fr: Les positions des nombres sont renvoyées, et non les nombres.
"""


def positives(x):
    return (x > 0).nonzero()
