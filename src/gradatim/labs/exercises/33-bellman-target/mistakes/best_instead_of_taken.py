"""That is the value of the best action; take the value of the action that was taken.

fr: C'est la valeur de la meilleure action ; prenez celle de l'action jouée.
"""


def taken(q, actions):
    return q.max(dim=1).values
