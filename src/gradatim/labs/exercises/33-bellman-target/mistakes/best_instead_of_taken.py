"""That is the value of the best action; the action that was played counts.

fr: C'est la valeur de la meilleure action ; c'est l'action jouée qui compte.
"""


def taken(q, actions):
    return q.max(dim=1).values
