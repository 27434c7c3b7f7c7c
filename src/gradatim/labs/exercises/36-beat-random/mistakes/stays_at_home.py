"""The policy returns me and never moves: the first cell of the path is me, take the second one.

fr: La politique renvoie me et ne bouge jamais : la première case du chemin est me, prenez la
deuxième.
"""


def policy(maze, me, other, cheese):
    return me
