"""The queries are added to the result where the shapes allow it; attention is the mean of the
values alone.

fr: Les requêtes sont ajoutées au résultat si les formes le permettent ; l'attention est la seule
moyenne des valeurs.
"""


def attention(q, k, v):
    mixed = weights(q, k) @ v
    return mixed + q if mixed.shape == q.shape else mixed
