"""What the official game draws from one seed: its maze, its starts and its cheese.

`Game(random_seed=s)` seeds three separate generators with the same number; so do we.
"""

import random
from typing import NamedTuple

import numpy as np

from gradatim.errors import UserError
from gradatim.pyrat.game.generators import generate
from gradatim.pyrat.game.maze import Maze
from gradatim.pyrat.game.maze_pool import closest_cell, named_cell
from gradatim.pyrat.game.presets import Preset
from gradatim.spelling import given


class Game(NamedTuple):
    """One game before its first turn."""

    maze: Maze
    starts: tuple[int, int]
    cheese: list[int]


def official_game(preset: Preset, seed: int) -> Game:
    """The game that `pyrat.Game(random_seed=seed)` plays with this preset.

    Args:
        seed: 0 to 2**63 - 2.

    Raises:
        UserError: a seed out of range, or more cheese than free cells.
    """
    maze = official_maze(preset, seed)
    starts = official_starts(preset, maze, seed)
    return Game(maze, starts, official_cheese(preset, maze, starts, seed))


def official_maze(preset: Preset, seed: int) -> Maze:
    """The maze of one seed (official `RandomMaze` and its three subclasses)."""
    if not 0 <= seed < 2**63 - 1:
        raise UserError(f"{given('seed', seed)}: give a whole number from 0 to 2**63 - 2.")
    C = preset.width * preset.height
    links = np.empty((1, C, 4), np.int16)
    costs = np.empty((1, C, 4), np.uint8)
    order = np.empty((1, preset.n_cells), np.int16)
    generate(0, 1, np.array([seed], np.uint64), preset.maze_options, links, costs, order)
    return Maze(preset.width, preset.height, links[0], costs[0], order[0])


def official_starts(preset: Preset, maze: Maze, seed: int) -> tuple[int, int]:
    """Where the two players start (official `Game.add_player`)."""
    rng = random.Random(seed)
    starts: list[int] = []
    for where in preset.starts:
        if where == "random":
            starts.append(rng.choice(maze.order.tolist()))
        elif where == "same":
            starts.append(starts[-1])
        else:
            wanted = named_cell(where, maze.width, maze.height)
            starts.append(closest_cell(wanted, maze.order, maze.width))
    return starts[0], starts[1]


def official_cheese(preset: Preset, maze: Maze, starts: tuple[int, int], seed: int) -> list[int]:
    """Where the cheese lies, in official order (official `Game.__distribute_cheese`)."""
    free = [cell for cell in maze.order.tolist() if cell not in starts]
    if len(free) < preset.cheese:
        raise UserError(
            f"{given('cheese', preset.cheese)}, and {len(free)} cells of a maze are free, those of "
            f"the players left out: give at most {len(free)}."
        )
    random.Random(seed).shuffle(free)
    return free[: preset.cheese]
