"""1/(2c) is too small: |1 - rate * c| < 1 up to 2/c.

fr: 1/(2c) est trop petit : |1 - taux * c| < 1 jusqu'à 2/c.
"""


def largest_rate(c):
    return 1 / (2 * c)
