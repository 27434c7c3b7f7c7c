"""A pool of mazes, built once and reused by every game: setup is never the bottleneck.

    pool = MazePool.build(setting("walls"), 256, seed=0)   # the official mazes of seeds 0 to 255
    pool.save("walls.npz"); pool = MazePool.load("walls.npz")

A maze of C cells takes about 3 * C * C bytes (21x15: 0.3 MB), nearly all of it travel times.
A saved pool holds the mazes only; travel times are measured again on loading, which is as fast.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np

from gradatim.errors import UserError
from gradatim.files import write_atomically
from gradatim.pyrat.game.generators import GENERATORS, generate
from gradatim.pyrat.game.maze import Maze, steps, weights_of
from gradatim.pyrat.game.parallel import over
from gradatim.pyrat.game.presets import Setting
from gradatim.pyrat.game.shortest_paths import measure

RANDOM_START, SAME_START = -1, -2


class Mazes(NamedTuple):
    """What compiled code needs of a pool; M mazes of C cells, at most V of them existing."""

    weights: np.ndarray  # (M, C, 5) uint8, turns to leave a cell by each action, 0: wall
    travel: np.ndarray  # (M, C, C) int16, turns from cell to cell
    first_moves: np.ndarray  # (M, C, C) uint8, bits of the actions that begin a shortest path
    order: np.ndarray  # (M, V) int16, existing cells
    n_cells: np.ndarray  # (M,) int16, how many of `order` are meant
    starts: np.ndarray  # (M, 2) int16, cell of each player, or RANDOM_START or SAME_START
    step: np.ndarray  # (5,) int64, what each action adds to the cell


@dataclass(frozen=True, eq=False)
class MazePool:
    """Mazes of one setting with their travel times."""

    setting: Setting
    links: np.ndarray  # (M, C, 4) int16, see `Maze`
    costs: np.ndarray  # (M, C, 4) uint8
    mazes: Mazes

    @classmethod
    def build(cls, setting: Setting, n: int, seed: int = 0) -> "MazePool":
        """The official mazes of the seeds seed, seed + 1, ... seed + n - 1.

        Raises:
            UserError: fewer than one maze, or a negative seed.
        """
        if n < 1:
            raise UserError(f"a pool needs at least 1 maze, not {n}.")
        if seed < 0 or seed + n >= 2**63:
            raise UserError(f"a maze seed is a number from 0 to 2**63 - 1, not {seed}.")
        C = setting.width * setting.height
        links = np.empty((n, C, 4), np.int16)
        costs = np.empty((n, C, 4), np.uint8)
        order = np.empty((n, setting.n_cells), np.int16)
        over(
            generate,
            n,
            np.arange(seed, seed + n, dtype=np.uint64),
            GENERATORS[setting.generator],
            setting.width,
            setting.height,
            setting.n_cells,
            setting.walls,
            setting.mud,
            *setting.mud_range,
            links,
            costs,
            order,
            at_least=8,
        )
        return cls._finish(setting, links, costs, order, np.full(n, setting.n_cells, np.int16))

    @classmethod
    def of(cls, mazes: list[Maze], setting: Setting) -> "MazePool":
        """A pool of given mazes; cheese, starts and turn cap are those of the setting."""
        if not mazes:
            raise UserError("a pool needs at least 1 maze.")
        for maze in mazes:
            if (maze.width, maze.height) != (setting.width, setting.height):
                raise UserError(
                    f"a maze of {maze.width}x{maze.height} does not fit into a pool of "
                    f"{setting.width}x{setting.height}."
                )
        order = np.full((len(mazes), max(len(maze.order) for maze in mazes)), -1, np.int16)
        for row, maze in zip(order, mazes, strict=True):
            row[: len(maze.order)] = maze.order
        return cls._finish(
            setting,
            np.stack([maze.links for maze in mazes]),
            np.stack([maze.costs for maze in mazes]),
            order,
            np.array([len(maze.order) for maze in mazes], np.int16),
        )

    @classmethod
    def _finish(cls, setting, links, costs, order, n_cells) -> "MazePool":
        M, C, _ = links.shape
        weights = weights_of(links, costs, setting.width)
        travel = np.empty((M, C, C), np.int16)
        first_moves = np.empty((M, C, C), np.uint8)
        step = np.array(steps(setting.width), np.int64)
        over(measure, M, weights, step, travel, first_moves, at_least=4)
        starts = _starts(setting, order, n_cells)
        mazes = Mazes(weights, travel, first_moves, order, n_cells, starts, step)
        return cls(setting, links, costs, mazes)

    def __len__(self) -> int:
        return len(self.links)

    def maze(self, index: int) -> Maze:
        """One maze of the pool."""
        order = self.mazes.order[index, : self.mazes.n_cells[index]]
        return Maze(
            self.setting.width, self.setting.height, self.links[index], self.costs[index], order
        )

    def save(self, path: str | Path) -> None:
        """Write the mazes and their setting to an .npz file, at once or not at all."""
        setting = json.dumps(asdict(self.setting)).encode()

        def write(temporary: Path) -> None:
            with temporary.open("wb") as file:  # given a name, NumPy would add .npz to it
                np.savez_compressed(
                    file,
                    setting=np.frombuffer(setting, np.uint8),
                    links=self.links,
                    costs=self.costs,
                    order=self.mazes.order,
                    n_cells=self.mazes.n_cells,
                )

        write_atomically(path, write)

    @classmethod
    def load(cls, path: str | Path) -> "MazePool":
        """Read what `save` wrote.

        Raises:
            UserError: no such file, or not a maze pool.
        """
        try:
            with np.load(path, allow_pickle=False) as file:
                values = json.loads(file["setting"].tobytes())
                values = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
                arrays = [file[name] for name in ("links", "costs", "order", "n_cells")]
        except FileNotFoundError:
            raise UserError(f"there is no maze pool at {path}.") from None
        except (ValueError, KeyError, OSError, EOFError) as error:
            raise UserError(f"{path} is not a saved maze pool ({error}).") from error
        return cls._finish(Setting(**values), *arrays)


def _starts(setting: Setting, order: np.ndarray, n_cells: np.ndarray) -> np.ndarray:
    """Where each player starts in each maze, (M, 2) int16 (official `Game.add_player`)."""
    starts = np.empty((len(order), 2), np.int16)
    for player, where in enumerate(setting.starts):
        if where == "random":
            starts[:, player] = RANDOM_START
        elif where == "same":
            starts[:, player] = SAME_START
        else:
            wanted = named_cell(where, setting.width, setting.height)
            for m in range(len(order)):
                starts[m, player] = closest_cell(wanted, order[m, : n_cells[m]], setting.width)
    return starts


def named_cell(where: str | int, width: int, height: int) -> int:
    """The cell that a named start means."""
    if isinstance(where, int):
        return where
    row = {"t": 0, "b": height - 1, "c": height // 2}[where[0]]
    column = {"left": 0, "right": width - 1}.get(where.rpartition("-")[2], width // 2)
    return row * width + column


def closest_cell(wanted: int, order: np.ndarray, width: int) -> int:
    """The wanted cell, or where that is a hole the closest one, first in official order."""
    squared = (order // width - wanted // width) ** 2 + (order % width - wanted % width) ** 2
    return int(order[np.argmin(squared)])
