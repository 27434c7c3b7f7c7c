"""Only the first prediction is compared, with every target.

fr: Seule la première prédiction est comparée, avec toutes les cibles.
"""


def column_or_row(prediction, target):
    return squared_error(prediction[0].expand_as(target), target)
