def distances(maze, start):
    found = {start: 0}
    changed = True
    while changed:
        changed = False
        for cell in list(found):
            for neighbour, cost in maze[cell].items():
                if found[cell] + cost < found.get(neighbour, float("inf")):
                    found[neighbour] = found[cell] + cost
                    changed = True
    return found


def policy(maze, me, other, cheese):
    best = None
    for neighbour, cost in maze[me].items():
        d = distances(maze, neighbour)
        nearest = cost + min(d[c] for c in cheese)
        if best is None or nearest < best[0]:
            best = nearest, neighbour
    return best[1]
