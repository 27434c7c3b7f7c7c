"""The player itself is drawn as a 1 in the middle; only cheese is.

fr: Le joueur lui-même est dessiné par un 1 au milieu ; seul le fromage l'est.
"""

_without_player = canvas


def canvas(width, height, me, cheese):
    return _without_player(width, height, me, [*cheese, me])
