def distances(maze, start, turns=0, found=None):
    found = {} if found is None else found
    if found.get(start, 10**9) <= turns:
        return found
    found[start] = turns
    for neighbour in sorted(maze[start], key=maze[start].get):
        distances(maze, neighbour, turns + maze[start][neighbour], found)
    return found


def policy(maze, me, other, cheese):
    step = {me: None}
    cost = {me: 0}
    todo = {me}
    while todo:
        cell = min(todo, key=cost.get)
        todo.discard(cell)
        if cell in cheese:
            return step[cell]
        for n, turns in maze[cell].items():
            if cost[cell] + turns < cost.get(n, 10**9):
                cost[n] = cost[cell] + turns
                step[n] = n if cell == me else step[cell]
                todo.add(n)
