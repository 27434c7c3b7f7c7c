"""Only the last cheese is drawn: the canvas is made anew in the loop.

fr: Seul le dernier fromage est dessiné : le canevas est recréé dans la boucle.
"""

_right = canvas


def canvas(width, height, me, cheese):
    return _right(width, height, me, cheese[-1:])
