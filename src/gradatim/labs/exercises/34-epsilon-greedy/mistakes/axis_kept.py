"""The result keeps an axis of size 1: (N, 1) instead of (N,).

fr: Le résultat garde un axe de taille 1 : (N, 1) au lieu de (N,).
"""

_right = choose


def choose(q, legal, epsilon):
    return _right(q, legal, epsilon)[:, None]
