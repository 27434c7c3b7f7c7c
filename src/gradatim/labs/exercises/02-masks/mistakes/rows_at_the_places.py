"""x is indexed with the places of nonzero(), one row of indices per number: that picks whole rows.
Index with the mask itself, x[x > 0].

fr: x est indexé par les places de nonzero(), une ligne d'indices par nombre : cela prend des
lignes entières. Indexez avec le masque lui-même, x[x > 0].
"""


def positives(x):
    return x[(x > 0).nonzero().squeeze()]
