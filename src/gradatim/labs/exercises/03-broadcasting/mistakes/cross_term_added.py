"""These are the squares of a + b: the product a·b is added; |a-b|² = |a|² + |b|² - 2 a·b.

fr: Ce sont les carrés de a + b : le produit a·b est ajouté ; |a-b|² = |a|² + |b|² - 2 a·b.
"""


def squared_distances(a, b):
    return (a**2).sum(1)[:, None] + (b**2).sum(1) + 2 * a @ b.T
