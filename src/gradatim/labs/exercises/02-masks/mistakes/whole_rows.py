"""The labels select whole rows, as in scores[labels]; they are column numbers, one for each row.

fr: Les étiquettes choisissent des lignes entières, comme dans scores[labels] ; ce sont des numéros
de colonnes, un par ligne.
"""


def pick(scores, labels):
    return scores[labels % len(scores)]
