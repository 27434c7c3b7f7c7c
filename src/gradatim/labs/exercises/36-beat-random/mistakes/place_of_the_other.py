"""It plans from the other player's cell and returns a neighbor of that one; yours is me.

fr: Elle planifie depuis la case de l'autre joueur et renvoie une voisine de celle-ci ; la vôtre est
me.
"""


def policy(maze, me, other, cheese):
    from_other = distances(maze, other)
    target = min(cheese, key=lambda cell: from_other[cell])
    to_target = distances(maze, target)
    return min(maze[other], key=lambda cell: maze[other][cell] + to_target[cell])
