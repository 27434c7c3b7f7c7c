"""The negative numbers are selected instead of the positive ones.

fr: Ce sont les nombres négatifs qui sont choisis, et non les positifs.
"""


def positives(x):
    return x[x < 0]
