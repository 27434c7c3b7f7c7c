"""The rows are divided by s; multiply them.

fr: Les lignes sont divisées par s ; multipliez-les.
"""


def scale_rows(x, s):
    return x / s[:, None]
