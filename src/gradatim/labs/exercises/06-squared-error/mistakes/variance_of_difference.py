"""This is the variance of the differences: their mean is subtracted before squaring.

fr: C'est la variance des différences : leur moyenne est soustraite avant la mise au carré.
"""


def squared_error(prediction, target):
    difference = prediction - target
    return ((difference - difference.mean()) ** 2).mean()
