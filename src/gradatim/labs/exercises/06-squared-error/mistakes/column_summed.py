"""The squares are summed; their mean is asked for.

fr: Les carrés sont sommés ; il faut leur moyenne.
"""


def column_or_row(prediction, target):
    return ((prediction.squeeze(1) - target) ** 2).sum()
