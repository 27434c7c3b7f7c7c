"""The values of all actions are summed; take that of the action that was taken.

fr: Les valeurs de toutes les actions sont sommées ; prenez celle de l'action choisie.
"""


def taken(q, actions):
    return q.sum(1)
