"""All labels are picked from the first row, as with scores[0, labels]; each has a row of its own.

fr: Toutes les étiquettes sont lues dans la première ligne ; chacune a sa propre ligne.
"""


def pick(scores, labels):
    return scores[0, labels]
