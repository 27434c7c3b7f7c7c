"""Zero is counted as a positive number; only numbers above zero are asked for (x > 0, not x >= 0).

fr: Zéro est compté comme un nombre positif ; il ne faut que les nombres au-dessus de zéro (x > 0,
et non x >= 0).
"""


def positives(x):
    return x[x >= 0]
