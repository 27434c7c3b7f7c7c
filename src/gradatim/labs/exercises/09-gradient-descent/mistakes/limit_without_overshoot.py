"""1/c is the rate that reaches the minimum in one step; descent still converges up to twice
that.

fr: 1/c est le taux qui atteint le minimum en un pas ; la descente converge encore jusqu'au double.
"""


def largest_rate(c):
    return 1 / c
