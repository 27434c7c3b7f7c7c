def policy(maze, me, other, cheese):
    from_me = distances(maze, me)
    target = max(cheese, key=lambda cell: from_me[cell])
    to_target = distances(maze, target)
    return min(maze[me], key=lambda cell: maze[me][cell] + to_target[cell])
