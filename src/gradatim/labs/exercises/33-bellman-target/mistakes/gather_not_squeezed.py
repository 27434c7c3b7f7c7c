"""gather keeps an axis of size 1: squeeze(1) is missing, (N,) is asked for.

fr: gather garde un axe de taille 1 : squeeze(1) manque, il faut (N,).
"""


def taken(q, actions):
    return q.gather(1, actions[:, None])
