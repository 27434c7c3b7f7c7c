"""The values of all actions are summed or averaged; take that of the action that was taken.

fr: Les valeurs de toutes les actions sont sommées ou moyennées ; prenez celle de l'action choisie.
"""


def taken(q, actions):
    return q.sum(1)
