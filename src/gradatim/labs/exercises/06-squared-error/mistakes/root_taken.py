"""The square root was taken as well: that is the RMSE.

fr: La racine carrée a aussi été prise : c'est la RMSE.
"""


def squared_error(prediction, target):
    return ((prediction - target) ** 2).mean().sqrt()
