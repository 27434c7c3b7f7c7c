"""It goes for the farthest cheese: use min instead of max.

fr: Elle vise le fromage le plus éloigné : utilisez min au lieu de max.
"""


def policy(maze, me, other, cheese):
    from_me = distances(maze, me)
    target = max(cheese, key=lambda cell: from_me[cell])
    to_target = distances(maze, target)
    return max(maze[me], key=lambda cell: to_target[cell])
