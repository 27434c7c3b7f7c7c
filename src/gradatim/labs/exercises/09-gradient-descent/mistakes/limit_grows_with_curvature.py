"""The limit falls with the curvature: divide by c.

fr: La limite diminue avec la courbure : divisez par c.
"""


def largest_rate(c):
    return 2 * c
