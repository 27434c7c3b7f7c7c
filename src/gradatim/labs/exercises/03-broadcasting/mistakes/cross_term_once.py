"""The product a·b is subtracted once; |a-b|² = |a|² + |b|² - 2 a·b.

fr: Le produit a·b est soustrait une fois ; |a-b|² = |a|² + |b|² - 2 a·b.
"""


def squared_distances(a, b):
    return (a**2).sum(1)[:, None] + (b**2).sum(1) - a @ b.T
