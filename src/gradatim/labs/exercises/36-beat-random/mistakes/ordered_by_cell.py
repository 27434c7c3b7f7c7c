"""The heap is ordered by the number of the cell; the turns must come first in each pair.

fr: Le tas est ordonné par le numéro de la case ; les tours doivent venir en premier dans chaque
paire.
"""


def distances(maze, start):
    found, candidates = {}, [(start, 0)]
    while candidates:
        cell, turns = heapq.heappop(candidates)
        if cell not in found:
            found[cell] = turns
            for neighbour, cost in maze[cell].items():
                heapq.heappush(candidates, (neighbour, turns + cost))
    return found
