"""It goes for the cheese that is nearest to the other player.

fr: Elle va vers le fromage le plus proche de l'autre joueur.
"""


def policy(maze, me, other, cheese):
    from_other = distances(maze, other)
    target = min(cheese, key=lambda cell: from_other[cell])
    to_target = distances(maze, target)
    return min(maze[me], key=lambda cell: maze[me][cell] + to_target[cell])
