"""One maze: the official graph of cells, to and from the official dict of dicts.

A cell is row * width + column, row 0 in the north. A weight is the number of turns to cross to a
neighbor: 1 is a free passage, more is mud. No weight is a wall; a cell that is absent is a hole.
"""

from dataclasses import dataclass

import numpy as np

from gradatim.errors import UserError

NOTHING, NORTH, EAST, SOUTH, WEST = range(5)
ACTIONS = ("nothing", "north", "east", "south", "west")
MOST_TURNS = 255  # a weight takes one byte


def steps(width: int) -> tuple[int, int, int, int, int]:
    """What each action adds to the cell index."""
    return (0, -width, 1, width, -1)


@dataclass(frozen=True, eq=False)
class Maze:
    """A maze in arrays; C = width * height.

    links: (C, 4) int16 neighbors in the graph's own order, -1 behind the last.
    costs: (C, 4) uint8 turns to cross to the neighbor in the same column of `links`.
    order: (V,) int16 the existing cells in the graph's own order (it decides random placement).
    """

    width: int
    height: int
    links: np.ndarray
    costs: np.ndarray
    order: np.ndarray

    @classmethod
    def from_dict(cls, graph: dict[int, dict[int, int]], width: int, height: int) -> "Maze":
        """Read the official dict {cell: {neighbor: turns}}.

        Raises:
            UserError: no dictionary of dictionaries, cells outside, no neighbors in the grid, not
                symmetric, or bad weights.
        """
        if not (_is_whole(width) and _is_whole(height)):
            raise UserError(f"a maze has a whole width and height, not {width!r} and {height!r}.")
        if not isinstance(graph, dict) or not all(isinstance(x, dict) for x in graph.values()):
            raise UserError("a maze is a dictionary of its cells: {cell: {neighbor: turns}}.")
        if width < 1 or height < 1 or width * height > 32000:
            raise UserError(f"a maze cannot be {width} cells wide and {height} high.")
        if len(graph) < 2:
            raise UserError(f"a maze needs at least two cells, this one has {len(graph)}.")
        C = width * height
        links = np.full((C, 4), -1, np.int16)
        costs = np.zeros((C, 4), np.uint8)
        for cell in graph:
            if not _is_whole(cell) or not 0 <= cell < C:
                raise UserError(
                    f"cell {cell!r} is not in a {width}x{height} maze: cells go from 0 to {C - 1}."
                )
        for cell, around in graph.items():
            if not around:
                raise UserError(f"cell {cell} has no neighbor; leave holes out of the maze.")
            for k, (neighbor, cost) in enumerate(around.items()):
                if neighbor not in graph or not _touch(cell, neighbor, width):
                    raise UserError(f"cells {cell} and {neighbor!r} do not touch in the maze.")
                if graph[neighbor].get(cell) != cost:
                    raise UserError(
                        f"the maze is not symmetric: {cell} to {neighbor} takes {cost!r} turns, "
                        f"but {neighbor} to {cell} {graph[neighbor].get(cell, 'is a wall')}."
                    )
                if not _is_whole(cost) or not 1 <= cost <= MOST_TURNS:
                    raise UserError(
                        f"from {cell} to {neighbor} takes {cost!r} turns; "
                        f"allowed: 1 (free) to {MOST_TURNS}."
                    )
                links[cell, k] = neighbor
                costs[cell, k] = cost
        return cls(width, height, links, costs, np.array(list(graph), np.int16))

    @classmethod
    def from_official(cls, maze) -> "Maze":
        """Read a `pyrat.Maze` (both package lines 6.2 and 6.7)."""
        return cls.from_dict(maze.as_dict(), maze.get_width(), maze.get_height())

    def as_dict(self) -> dict[int, dict[int, int]]:
        """The official dict of dicts, cells and neighbors in official order."""
        links, costs = self.links.tolist(), self.costs.tolist()
        return {
            cell: {to: cost for to, cost in zip(links[cell], costs[cell], strict=True) if to >= 0}
            for cell in self.order.tolist()
        }

    def weights(self) -> np.ndarray:
        """Turns to leave a cell by each action, (C, 5) uint8: 0 is a wall, and action 0."""
        return weights_of(self.links[None], self.costs[None], self.width)[0]


def weights_of(links: np.ndarray, costs: np.ndarray, width: int) -> np.ndarray:
    """Sort the neighbors of many mazes by direction.

    Args:
        links: (M, C, 4) int16; costs: (M, C, 4) uint8.

    Returns:
        (M, C, 5) uint8: turns to leave by each action, 0 where there is no passage.
    """
    M, C, _ = links.shape
    weights = np.zeros((M, C, 5), np.uint8)
    cells = np.arange(C, dtype=np.int16)[None, :, None]
    # For mazes one cell wide, a step south equals a step east; only south exists there.
    for action in (NORTH, SOUTH) if width == 1 else (NORTH, EAST, SOUTH, WEST):
        here = (links >= 0) & (links - cells == steps(width)[action])
        weights[:, :, action] = (costs * here).max(axis=2)
    return weights


def _is_whole(value: object) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


def _touch(a: int, b: int, width: int) -> bool:
    return abs(a // width - b // width) + abs(a % width - b % width) == 1
