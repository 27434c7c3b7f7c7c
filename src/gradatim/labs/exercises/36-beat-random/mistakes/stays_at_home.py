"""The first cell of the path is me: take the second one.

fr: La première case du chemin est moi : prenez la deuxième.
"""


def policy(maze, me, other, cheese):
    return me
