"""It takes the neighbor that is farthest from the cheese: use min instead of max.

fr: Elle prend le voisin le plus éloigné du fromage : utilisez min au lieu de max.
"""


def policy(maze, me, other, cheese):
    from_me = distances(maze, me)
    target = min(cheese, key=lambda cell: from_me[cell])
    to_target = distances(maze, target)
    return max(maze[me], key=lambda cell: maze[me][cell] + to_target[cell])
