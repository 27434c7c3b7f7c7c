"""Only the neighbors of start are found: go on from each cell that is reached.

fr: Seules les voisines de start sont trouvées : continuez depuis chaque case atteinte.
"""


def distances(maze, start):
    return {start: 0, **maze[start]}
