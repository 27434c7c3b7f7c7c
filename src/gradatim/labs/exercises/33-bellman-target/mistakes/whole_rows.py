"""q[actions] takes whole rows; take one action of each row.

fr: q[actions] prend des lignes entières ; prenez une action de chaque ligne.
"""


def taken(q, actions):
    return q[actions]
