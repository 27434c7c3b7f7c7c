"""scores[:, :, labels] picks all labels at every place; one index per axis picks one.

fr: scores[:, :, labels] prend toutes les étiquettes à chaque place ; un indice par axe en prend
une.
"""


def chosen(scores, labels):
    return scores[:, :, labels]
