def distances(maze, start):
    found, stack = {start: 0}, [start]
    while stack:
        cell = stack.pop()
        for neighbour, cost in maze[cell].items():
            if neighbour not in found:
                found[neighbour] = found[cell] + cost
                stack.append(neighbour)
    return found
