def distances(maze, start):
    found = {start: 0}
    for _ in maze:
        for cell in list(found):
            for n, turns in maze[cell].items():
                found[n] = min(found.get(n, 10**9), found[cell] + turns)
    del found[start]
    return found
