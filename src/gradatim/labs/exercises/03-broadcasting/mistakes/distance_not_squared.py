"""These are the distances themselves: a square root was taken (cdist and norm take it, too);
squared ones are asked for.

fr: Ce sont les distances elles-mêmes : une racine carrée a été prise (cdist et norm la prennent
aussi) ; il les faut au carré.
"""


def squared_distances(a, b):
    return ((a[:, None] - b[None]) ** 2).sum(-1).sqrt()
