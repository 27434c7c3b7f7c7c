"""The target is the farthest cheese, not the nearest: use min instead of max.

fr: Le but est le fromage le plus éloigné, et non le plus proche : utilisez min au lieu de max.
"""


def policy(maze, me, other, cheese):
    from_me = distances(maze, me)
    target = max(cheese, key=lambda cell: from_me[cell])
    to_target = distances(maze, target)
    return max(maze[me], key=lambda cell: to_target[cell])
