"""The drawing of a board: every wall, mud, cheese and player of the maze, in well-formed SVG."""

import xml.etree.ElementTree as ET
from itertools import pairwise

import numpy as np
import pytest

from gradatim.pyrat import MazePool, preset
from gradatim.pyrat.matches.board_svg import board_svg, shortest_path
from gradatim.pyrat.matches.board_text import BoardState


@pytest.fixture
def pool():
    return MazePool.build(preset("default", width=9, height=7, cheese=5), 1, seed=4)


def drawn(pool, **options):
    maze = pool.maze(0)
    cheese = np.zeros(63, bool)
    cheese[maze.order[:5]] = True
    cells = maze.order[-2:].tolist()
    text = board_svg(maze, BoardState((cells[0], cells[1]), cheese), "A <board>", **options)
    return ET.fromstring(text), maze


def test_walls_and_mud_are_those_of_the_maze(pool):
    svg, maze = drawn(pool)
    graph = maze.as_dict()
    found = {(e.get("class") or ""): e for e in svg}
    # Every side of a cell is a wall unless there is a passage; a wall between two cells is one.
    sides = 4 * len(graph)
    passages = sum(map(len, graph.values()))
    neighbors = sum(
        n in graph and n not in graph[c]
        for c in graph
        for n in (c + 9, *((c + 1,) if c % 9 < 8 else ()))
    )
    assert found["wall"].get("d").count("M") == sides - passages - neighbors
    numbers = sorted(int(e.text) for e in svg if e.get("class") == "turns")
    assert numbers == sorted(
        w for c, around in graph.items() for n, w in around.items() if w > 1 and c < n
    )
    assert sum(e.get("class") == "cheese" for e in svg) == 5
    assert svg.get("aria-label") == "A <board>"


def test_discs_grow_with_the_probability_and_lines_lead_to_the_most_attention(pool):
    cells = pool.maze(0).order[:5].tolist()
    svg, _ = drawn(pool, probabilities=dict(zip(cells, [0.1, 0.2, 0.01, 0.0, 0.3], strict=True)))
    radii = [float(e.get("r")) for e in svg if e.get("class") == "probability"]
    assert len(radii) == 4
    assert (radii[0] / radii[1]) ** 2 == pytest.approx(0.5, abs=0.01)
    attention = dict(zip(cells, [0.05, 0.05, 0.1, 0.3, 0.5], strict=True))
    svg, _ = drawn(pool, goal=cells[3], attention=attention)
    assert [e.tag for e in svg if e.get("class") == "attention"].count("line") == 1


def test_a_path_takes_as_long_as_the_shortest(pool):
    maze, travel = pool.maze(0), pool.mazes.travel[0]
    graph = maze.as_dict()
    for goal in maze.order.tolist():
        cells = shortest_path(maze, travel, int(maze.order[0]), goal)
        turns = sum(graph[a][b] for a, b in pairwise(cells))
        assert turns == travel[maze.order[0], goal]
