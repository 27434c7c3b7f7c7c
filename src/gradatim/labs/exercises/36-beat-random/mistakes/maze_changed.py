"""policy changes the maze that it is given; it should stay as it is, for the next turn.

fr: policy modifie le labyrinthe reçu ; il doit rester tel quel, pour le tour suivant.
"""


def policy(maze, me, other, cheese):
    for neighbours in maze.values():
        for cell in neighbours:
            neighbours[cell] = 1
    from_me = distances(maze, me)
    target = min(cheese, key=lambda cell: from_me[cell])
    to_target = distances(maze, target)
    return min(maze[me], key=lambda cell: maze[me][cell] + to_target[cell])
