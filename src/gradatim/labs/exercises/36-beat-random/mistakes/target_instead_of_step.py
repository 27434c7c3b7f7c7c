"""The answer is the cheese's cell; a neighbour of me is asked for, the first step of the way.

fr: La réponse est la case du fromage ; on demande un voisin de moi, le premier pas du chemin.
"""


def policy(maze, me, other, cheese):
    from_me = distances(maze, me)
    return min(cheese, key=lambda cell: from_me[cell])
