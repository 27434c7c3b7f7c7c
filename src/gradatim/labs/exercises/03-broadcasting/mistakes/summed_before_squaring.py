"""The coordinates are summed before they are squared: plus and minus cancel.

fr: Les coordonnées sont sommées avant d'être mises au carré : les plus et les moins s'annulent.
"""


def squared_distances(a, b):
    return (a[:, None] - b[None]).sum(-1) ** 2
