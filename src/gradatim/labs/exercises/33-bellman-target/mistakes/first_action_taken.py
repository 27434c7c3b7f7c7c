"""The value of the first action is returned; each row has its own action.

fr: La valeur de la première action est renvoyée ; chaque ligne a son action.
"""


def taken(q, actions):
    return q[:, 0]
