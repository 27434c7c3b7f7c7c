"""A board as a drawing for a page: walls, mud with its turns, cheese, players, paths, attention.

A cell is `CELL` units wide. Colors are the variables of a report's page, so the drawing follows
light and dark; `STYLE` belongs on the page once.

Shapes: C cells of the board.
"""

import math
from collections.abc import Mapping, Sequence
from html import escape

import numpy as np

from gradatim.pyrat.game.maze import EAST, SOUTH, Maze, steps
from gradatim.pyrat.matches.board_text import BoardState

CELL = 20
DEEPEST = 10  # turns; deeper mud looks the same
STYLE = """<style>
.board { display: block; width: 100%; height: auto; --cheese: #b98a00; --mud: #9c6b3a; }
.board text { font-family: var(--sans); text-anchor: middle; dominant-baseline: central; }
.board .holes { fill: var(--rule); opacity: .6; } .board .floor { fill: var(--paper); }
.board .grid { stroke: var(--rule); stroke-width: .6; fill: none; }
.board .wall { stroke: var(--ink); stroke-width: 1.7; stroke-linecap: round; fill: none; }
.board .thin { stroke: var(--faint); stroke-width: 1.2; }
.board .mud { fill: var(--mud); } .board .turns { fill: var(--ink); font-size: 7px; }
.board .cheese { fill: none; stroke: var(--cheese); stroke-width: 1.6; }
.board .probability { fill: var(--cheese); }
.board .goal { fill: none; stroke: var(--series-1); stroke-width: 1.8; }
.board .path { fill: none; stroke: var(--series-1); stroke-width: 2.2; stroke-dasharray: .1 4.4;
  stroke-linecap: round; stroke-linejoin: round; }
.board line.attention { stroke: var(--series-4); stroke-linecap: round; opacity: .55; }
.board circle.attention { fill: var(--series-4); }
.board .rat { fill: var(--series-1); } .board .python { fill: var(--series-3); }
.board .player text { fill: var(--paper); font-weight: 700; font-size: 10px; }
.board .player circle { stroke: var(--paper); stroke-width: 1.2; }
.board .rank { fill: var(--ink); font-size: 8.5px; font-weight: 700; stroke: var(--paper);
  stroke-width: 2.4; paint-order: stroke; }
@media (prefers-color-scheme: dark) { .board { --cheese: #ffcd3c; --mud: #b5804a; } }
@media print { .board { print-color-adjust: exact; } }
</style>"""


def cell_center(maze: Maze, cell: int) -> tuple[float, float]:
    """The middle of a cell, (x, y)."""
    row, column = divmod(cell, maze.width)
    return (column + 0.5) * CELL, (row + 0.5) * CELL


def shortest_path(maze: Maze, travel: np.ndarray, start: int, goal: int) -> list[int]:
    """The cells of the shortest path that the players walk: north before east and so on.

    Args:
        travel: (C, C) turns from cell to cell.
    """
    weights, step = maze.weights(), steps(maze.width)
    cells = [start]
    while cells[-1] != goal:
        here = cells[-1]
        cells.append(
            next(
                here + step[a]
                for a in range(1, 5)
                if weights[here, a]
                and travel[here + step[a], goal] + weights[here, a] == travel[here, goal]
            )
        )
    return cells


def board_svg(
    maze: Maze,
    now: BoardState,
    title: str,
    *,
    probabilities: Mapping[int, float] | None = None,
    paths: Sequence[Sequence[int]] = (),
    goal: int | None = None,
    attention: Mapping[int, float] | None = None,
    ranks: Mapping[int, str] | None = None,
    plain: bool = False,
) -> str:
    """Draw a board as inline SVG.

    Args:
        maze: its walls and mud.
        now: where players and cheese are.
        title: the text alternative, for people who cannot see the drawing.
        probabilities: cell of a cheese -> probability that it is the next goal: a disc of that
            area, as large as its cell from 1/3 upwards.
        paths: each a list of cells.
        goal: a cell with a ring.
        attention: cell -> attention weight of the goal to it, 0 to 1: a disc, and a line from the
            goal where the weight is more than twice the mean.
        ranks: cell -> a label written beside it.
        plain: leave out grid and mud, for a small drawing.
    """
    width, height = maze.width * CELL, maze.height * CELL
    parts = [
        f'<rect class="holes" width="{width}" height="{height}"/>',
        *walls_and_mud(maze, plain),
    ]
    parts += [_path("path", [cell_center(maze, cell) for cell in cells]) for cells in paths]
    parts += _attention(maze, goal, attention or {})
    for cell in np.flatnonzero(now.cheese).tolist():
        x, y = cell_center(maze, cell)
        if probabilities and probabilities.get(cell, 0) > 0.002:
            radius = _radius(probabilities[cell])
            parts.append(f'<circle class="probability" cx="{x:g}" cy="{y:g}" r="{radius:.2f}"/>')
        parts.append(f'<circle class="cheese" cx="{x:g}" cy="{y:g}" r="2.6"/>')
    if goal is not None:
        x, y = cell_center(maze, goal)
        parts.append(f'<circle class="goal" cx="{x:g}" cy="{y:g}" r="9.2"/>')
    parts += _players(maze, now.position)
    for cell, label in (ranks or {}).items():
        x, y = cell_center(maze, cell)
        parts.append(f'<text class="rank" x="{x + 7:g}" y="{y - 6.5:g}">{escape(label)}</text>')
    return (
        f'<svg class="board" role="img" aria-label="{escape(title)}" viewBox="-2 -2 {width + 4} '
        f'{height + 4}" style="max-width:{1.9 * width:.0f}px">{"".join(parts)}</svg>'
    )


def walls_and_mud(maze: Maze, plain: bool) -> list[str]:
    """Floors, walls and mud."""
    weights, exists = maze.weights(), np.zeros(maze.width * maze.height, bool)
    exists[maze.order] = True
    floors: list[str] = []
    grid: list[str] = []
    walls: list[str] = []
    mud: list[str] = []
    for cell in np.flatnonzero(exists).tolist():
        row, column = divmod(cell, maze.width)
        x, y = column * CELL, row * CELL
        floors.append(f"M{x} {y}h{CELL}v{CELL}h-{CELL}z")
        for action, line in ((EAST, f"M{x + CELL} {y}v{CELL}"), (SOUTH, f"M{x} {y + CELL}h{CELL}")):
            turns = int(weights[cell, action])
            (grid if turns else walls).append(line)
            if turns > 1 and not plain:
                mud.append(_mud(x, y, action, turns))
        if column == 0 or not exists[cell - 1]:
            walls.append(f"M{x} {y}v{CELL}")
        if row == 0 or not exists[cell - maze.width]:
            walls.append(f"M{x} {y}h{CELL}")
    lines = [f'<path class="floor" d="{"".join(floors)}"/>']
    if not plain:
        lines.append(f'<path class="grid" d="{"".join(grid)}"/>')
    kind = "wall thin" if plain else "wall"
    return [*lines, *mud, f'<path class="{kind}" d="{"".join(walls)}"/>']


def _mud(x: int, y: int, action: int, turns: int) -> str:
    depth = 0.3 + 0.5 * min(turns, DEEPEST) / DEEPEST
    cx, cy = (x + CELL, y + CELL / 2) if action == EAST else (x + CELL / 2, y + CELL)
    w, h = (8, 15) if action == EAST else (15, 8)
    return (
        f'<rect class="mud" x="{cx - w / 2:g}" y="{cy - h / 2:g}" width="{w}" height="{h}" '
        f'rx="3" opacity="{depth:.2f}"/><text class="turns" x="{cx:g}" y="{cy:g}">{turns}</text>'
    )


def _path(kind: str, points: Sequence[tuple[float, float]]) -> str:
    return f'<path class="{kind}" d="M{"L".join(f"{x:g} {y:g}" for x, y in points)}"/>'


def _attention(maze: Maze, goal: int | None, attention: Mapping[int, float]) -> list[str]:
    if goal is None:
        return []
    x, y = cell_center(maze, goal)
    lines, discs = [], []
    for cell, weight in sorted(attention.items(), key=lambda item: item[1]):
        to_x, to_y = cell_center(maze, cell)
        discs.append(
            f'<circle class="attention" cx="{to_x:g}" cy="{to_y:g}" r="{_radius(weight):.2f}"/>'
        )
        if cell != goal and weight * len(attention) > 2:
            lines.append(
                f'<line class="attention" x1="{x:g}" y1="{y:g}" x2="{to_x:g}" y2="{to_y:g}" '
                f'stroke-width="{1.2 + 12 * weight:.2f}"/>'
            )
    return [*lines, *discs]


def _radius(fraction: float) -> float:
    return min(9.0, 15.6 * math.sqrt(fraction))  # the area is in proportion


def _players(maze: Maze, position: tuple[int, int]) -> list[str]:
    together = position[0] == position[1]
    drawn = []
    for side, (kind, letter) in enumerate((("rat", "R"), ("python", "P"))):
        x, y = cell_center(maze, position[side])
        x += (side - 0.5) * 9 if together else 0
        radius = 5.6 if together else 7.4
        drawn.append(
            f'<g class="player"><circle class="{kind}" cx="{x:g}" cy="{y:g}" r="{radius}"/>'
            f'<text x="{x:g}" y="{y + 0.5:g}">{letter}</text></g>'
        )
    return drawn
