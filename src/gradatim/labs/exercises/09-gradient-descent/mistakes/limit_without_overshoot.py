"""1/c is the rate that jumps straight to the minimum; descent still converges up to twice that.

fr: 1/c est le pas qui saute droit au minimum ; la descente converge encore jusqu'au double.
"""


def largest_rate(c):
    return 1 / c
