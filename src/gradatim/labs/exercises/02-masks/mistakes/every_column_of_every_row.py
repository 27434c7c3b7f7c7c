"""The columns of all labels are taken in every row, (B, B), as scores[:, labels] does; pair the
labels with row numbers.

fr: Les colonnes de toutes les étiquettes sont prises dans chaque ligne, (B, B), comme le fait
scores[:, labels] ; associez les étiquettes à des numéros de lignes.
"""


def pick(scores, labels):
    return scores[:, labels]
