"""The cheese's cell is returned; return a neighbor of me, the first step of the path.

fr: La case du fromage est renvoyée ; renvoyez un voisin de moi, le premier pas du chemin.
"""


def policy(maze, me, other, cheese):
    from_me = distances(maze, me)
    return min(cheese, key=lambda cell: from_me[cell])
