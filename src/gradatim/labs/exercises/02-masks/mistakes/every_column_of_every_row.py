"""scores[:, labels] takes all listed columns of every row, (B, B); pair the labels with row
numbers.

fr: scores[:, labels] prend toutes les colonnes de la liste dans chaque ligne, (B, B) ; associez les
étiquettes à des numéros de lignes.
"""


def pick(scores, labels):
    return scores[:, labels]
