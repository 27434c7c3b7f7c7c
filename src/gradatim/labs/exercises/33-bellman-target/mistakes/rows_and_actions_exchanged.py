"""Rows and actions are exchanged: q[row, action] is asked for.

fr: Lignes et actions sont échangées : il faut q[ligne, action].
"""


def taken(q, actions):
    return q[actions, torch.arange(len(q))]
