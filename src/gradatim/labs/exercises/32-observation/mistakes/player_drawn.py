"""The player is drawn as a 1 in the middle; only cheese should be drawn.

fr: Le joueur est dessiné par un 1 au milieu ; seul le fromage doit l'être.
"""

_without_player = canvas


def canvas(width, height, me, cheese):
    return _without_player(width, height, me, [*cheese, me])
