import torch


def distances(maze, start):
    cells = sorted(maze)
    index = {cell: i for i, cell in enumerate(cells)}
    d = torch.full((len(cells),), 1e9)
    d[index[start]] = 0
    cost = torch.full((len(cells), len(cells)), 1e9)
    for cell in cells:
        for neighbour, turns in maze[cell].items():
            cost[index[cell], index[neighbour]] = turns
    for _ in cells:
        d = torch.minimum(d, (d[:, None] + cost).amin(0))
    return {cell: int(d[index[cell]]) for cell in cells if d[index[cell]] < 1e8}
