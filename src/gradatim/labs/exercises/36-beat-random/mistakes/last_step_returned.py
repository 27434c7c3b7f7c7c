"""The cell before the cheese is returned; the first step of the path from me is asked for.

fr: La case avant le fromage est renvoyée ; on demande le premier pas du chemin depuis me.
"""


def policy(maze, me, other, cheese):
    from_me = distances(maze, me)
    target = min(cheese, key=lambda cell: from_me[cell])
    return min(maze[target], key=lambda cell: from_me[cell] + maze[cell][target])
