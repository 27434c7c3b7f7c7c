"""A pool of mazes, built once and reused by every game: setup is never the bottleneck.

    pool = MazePool.build(preset("walls"), 256, seed=0)   # the official mazes of seeds 0 to 255
    pool.save("walls.npz")
    pool = MazePool.load("walls.npz")

A maze of C cells takes about 3 * C * C bytes (21x15: 0.3 MB), nearly all of it travel times.
A saved pool holds the mazes only: to compute travel times again is as fast as to read them.
"""

import json
import zipfile
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np

from gradatim.errors import UserError
from gradatim.files import write_atomically
from gradatim.pyrat.game.generators import generate
from gradatim.pyrat.game.maze import Maze, steps, weights_of
from gradatim.pyrat.game.parallel import parallel_for
from gradatim.pyrat.game.presets import Preset
from gradatim.pyrat.game.shortest_paths import all_pairs
from gradatim.spelling import given

RANDOM_START, SAME_START = -1, -2


class Mazes(NamedTuple):
    """What compiled code needs of a pool; M mazes of C cells, at most V of which exist."""

    weights: np.ndarray  # (M, C, 5) uint8, turns to leave a cell by each action, 0: wall
    travel: np.ndarray  # (M, C, C) int16, turns from cell to cell
    first_moves: np.ndarray  # (M, C, C) uint8, bits of the actions that begin a shortest path
    order: np.ndarray  # (M, V) int16, existing cells
    n_cells: np.ndarray  # (M,) int16, how many of `order` are meant
    starts: np.ndarray  # (M, 2) int16, cell of each player, or RANDOM_START or SAME_START
    step: np.ndarray  # (5,) int64, what each action adds to the cell


@dataclass(frozen=True, eq=False)
class MazePool:
    """Mazes of one preset with their travel times."""

    preset: Preset
    links: np.ndarray  # (M, C, 4) int16, see `Maze`
    costs: np.ndarray  # (M, C, 4) uint8
    mazes: Mazes

    @classmethod
    def build(cls, preset: Preset, n: int, seed: int = 0) -> "MazePool":
        """The official mazes of the seeds seed, seed + 1, ... seed + n - 1.

        Raises:
            UserError: fewer than one maze, or a negative seed.
        """
        if n < 1:
            raise UserError(f"a pool needs at least 1 maze, not {n}.")
        if seed < 0 or seed + n >= 2**63:
            raise UserError(f"{given('seed', seed)}: give a whole number from 0 to 2**63 - 1.")
        C = preset.width * preset.height
        links = np.empty((n, C, 4), np.int16)
        costs = np.empty((n, C, 4), np.uint8)
        order = np.empty((n, preset.n_cells), np.int16)
        parallel_for(
            generate,
            n,
            np.arange(seed, seed + n, dtype=np.uint64),
            preset.maze_options,
            links,
            costs,
            order,
            grain_size=8,
        )
        return cls._finish(preset, links, costs, order, np.full(n, preset.n_cells, np.int16))

    @classmethod
    def of(cls, mazes: list[Maze], preset: Preset) -> "MazePool":
        """A pool of given mazes; cheese, starts and turn cap are those of the preset."""
        if not mazes:
            raise UserError("a pool needs at least 1 maze.")
        for maze in mazes:
            if (maze.width, maze.height) != (preset.width, preset.height):
                raise UserError(
                    f"a maze of {maze.width}x{maze.height} does not fit into a pool of "
                    f"{preset.width}x{preset.height}."
                )
        order = np.full((len(mazes), max(len(maze.order) for maze in mazes)), -1, np.int16)
        for row, maze in zip(order, mazes, strict=True):
            row[: len(maze.order)] = maze.order
        return cls._finish(
            preset,
            np.stack([maze.links for maze in mazes]),
            np.stack([maze.costs for maze in mazes]),
            order,
            np.array([len(maze.order) for maze in mazes], np.int16),
        )

    @classmethod
    def _finish(cls, preset, links, costs, order, n_cells) -> "MazePool":
        M, C, _ = links.shape
        weights = weights_of(links, costs, preset.width)
        travel = np.empty((M, C, C), np.int16)
        first_moves = np.empty((M, C, C), np.uint8)
        step = np.array(steps(preset.width), np.int64)
        parallel_for(all_pairs, M, weights, step, travel, first_moves, grain_size=4)
        starts = _starts(preset, order, n_cells)
        mazes = Mazes(weights, travel, first_moves, order, n_cells, starts, step)
        return cls(preset, links, costs, mazes)

    def __len__(self) -> int:
        return len(self.links)

    @cached_property
    def time_units(self) -> np.ndarray:
        """Turns of the usual passage of each maze, (M,) int64: the lower median of its weights."""
        weights = self.mazes.weights[:, :, 1:].reshape(len(self), -1)
        return np.array(
            [np.quantile(row[row > 0], 0.5, method="lower") if row.any() else 1 for row in weights],
            np.int64,
        )

    def maze(self, index: int) -> Maze:
        """One maze of the pool."""
        order = self.mazes.order[index, : self.mazes.n_cells[index]]
        return Maze(
            self.preset.width, self.preset.height, self.links[index], self.costs[index], order
        )

    def save(self, path: str | Path) -> None:
        """Write the mazes and their preset to an .npz file, at once or not at all."""
        preset = json.dumps(asdict(self.preset)).encode()

        def write(temporary: Path) -> None:
            with temporary.open("wb") as file:  # given a name, NumPy would add .npz to it
                np.savez_compressed(
                    file,
                    preset=np.frombuffer(preset, np.uint8),
                    links=self.links,
                    costs=self.costs,
                    order=self.mazes.order,
                    n_cells=self.mazes.n_cells,
                )

        write_atomically(path, write)

    @classmethod
    def load(cls, path: str | Path) -> "MazePool":
        """Read a pool that `save` wrote.

        Raises:
            UserError: no such file, or not a maze pool.
        """
        try:
            with zipfile.ZipFile(path) as archive:
                if archive.testzip():  # reads all to its end, where the checksums are compared
                    raise ValueError("its checksum does not fit")
            with np.load(path, allow_pickle=False) as file:
                values = json.loads(file["preset"].tobytes())
                values = {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
                arrays = [file[name] for name in ("links", "costs", "order", "n_cells")]
            return cls._finish(Preset(**values), *arrays)
        except FileNotFoundError:
            raise UserError(f"there is no maze pool at {path}.") from None
        except Exception as error:  # zip, zlib, NumPy's headers and JSON each have their own
            raise UserError(f"{path} is not a saved maze pool ({error}).") from error


def _starts(preset: Preset, order: np.ndarray, n_cells: np.ndarray) -> np.ndarray:
    """Where each player starts in each maze, (M, 2) int16 (official `Game.add_player`)."""
    starts = np.empty((len(order), 2), np.int16)
    for player, where in enumerate(preset.starts):
        if where == "random":
            starts[:, player] = RANDOM_START
        elif where == "same":
            starts[:, player] = SAME_START
        else:
            wanted = named_cell(where, preset.width, preset.height)
            for m in range(len(order)):
                starts[m, player] = closest_cell(wanted, order[m, : n_cells[m]], preset.width)
    return starts


def named_cell(where: str | int, width: int, height: int) -> int:
    """The cell of a named start."""
    if isinstance(where, int):
        return where
    row = {"t": 0, "b": height - 1, "c": height // 2}[where[0]]
    column = {"left": 0, "right": width - 1}.get(where.rpartition("-")[2], width // 2)
    return row * width + column


def closest_cell(wanted: int, order: np.ndarray, width: int) -> int:
    """The wanted cell, or where that is a hole the closest one, first in official order."""
    squared = (order // width - wanted // width) ** 2 + (order % width - wanted % width) ** 2
    return int(order[np.argmin(squared)])
