"""Every row is read at the label of the first row: scores[:, labels] holds the columns of all
labels, and one of them is kept.

fr: Chaque ligne est lue à l'étiquette de la première : scores[:, labels] contient les colonnes
de toutes les étiquettes, et une seule est gardée.
"""


def pick(scores, labels):
    return scores[:, labels][:, 0]
