"""Only the last cheese is drawn, for instance since the canvas is made anew in the loop.

fr: Seul le dernier fromage est dessiné, par exemple parce que la toile est recréée dans la boucle.
"""

_right = canvas


def canvas(width, height, me, cheese):
    return _right(width, height, me, cheese[-1:])
