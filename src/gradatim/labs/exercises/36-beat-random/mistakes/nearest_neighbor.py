"""It takes the neighbor that is nearest to itself, and so goes to and fro: what counts is the
neighbor's distance to the cheese.

fr: Elle prend le voisin le plus proche d'elle-même et va donc et vient : ce qui compte est la
distance du voisin au fromage.
"""


def policy(maze, me, other, cheese):
    from_me = distances(maze, me)
    return min(maze[me], key=lambda cell: from_me[cell])
