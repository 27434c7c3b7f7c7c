"""The cells are taken for 0 to n - 1; they are whatever keys the maze has.

fr: Les cases sont prises pour 0 à n - 1 ; ce sont les clés du labyrinthe, quelles qu'elles soient.
"""


def distances(maze, start):
    n = len(maze)
    found = [10**9] * n
    found[start] = 0
    for _ in range(n):
        for cell in range(n):
            for neighbour, turns in maze[cell].items():
                found[neighbour] = min(found[neighbour], found[cell] + turns)
    return {cell: turns for cell, turns in enumerate(found) if turns < 10**9}
