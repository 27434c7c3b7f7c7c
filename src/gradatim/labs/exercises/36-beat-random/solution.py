import heapq


def distances(maze: dict[int, dict[int, int]], start: int) -> dict[int, int]:
    found: dict[int, int] = {}
    candidates = [(0, start)]
    while candidates:
        turns, cell = heapq.heappop(candidates)
        if cell in found:
            continue
        found[cell] = turns
        for neighbour, cost in maze[cell].items():
            heapq.heappush(candidates, (turns + cost, neighbour))
    return found


def policy(maze: dict[int, dict[int, int]], me: int, other: int, cheese: list[int]) -> int:
    from_me = distances(maze, me)
    target = min(cheese, key=lambda cell: from_me[cell])
    to_target = distances(maze, target)
    return min(maze[me], key=lambda cell: maze[me][cell] + to_target[cell])
