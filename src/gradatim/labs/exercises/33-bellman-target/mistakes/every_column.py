"""q[:, actions] takes every action for every row, (N, N): one value per row is needed.

fr: q[:, actions] prend toutes les actions pour chaque ligne, (N, N) : il faut une valeur par
ligne.
"""


def taken(q, actions):
    return q[:, actions]
