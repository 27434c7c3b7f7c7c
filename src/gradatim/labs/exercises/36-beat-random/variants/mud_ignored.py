def distances(maze, start):
    found, edge, steps = {start: 0}, [start], 0
    while edge:
        steps += 1
        edge = [n for cell in edge for n in maze[cell] if n not in found]
        for n in edge:
            found.setdefault(n, steps)
        edge = list(set(edge))
    return found
