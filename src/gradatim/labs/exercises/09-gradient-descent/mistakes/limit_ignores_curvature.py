"""The limit does not depend on c; |1 - rate * c| < 1 does.

fr: La limite ne dépend pas de c ; |1 - rate * c| < 1 en dépend.
"""


def largest_rate(c):
    return 2.0
