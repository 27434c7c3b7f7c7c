"""The square root was taken as well: that is the RMSE.

fr: La racine carrée a été prise en plus : c'est la RMSE.
"""


def column_or_row(prediction, target):
    return squared_error(prediction.squeeze(1), target).sqrt()
