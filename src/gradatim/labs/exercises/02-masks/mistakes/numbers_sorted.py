"""The numbers are sorted; they should stay in reading order.

fr: Les nombres sont triés ; ils doivent rester dans l'ordre de lecture.
"""


def positives(x):
    return x[x > 0].sort().values
