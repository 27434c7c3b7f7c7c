"""The PyRat arena: watch two players, see what a planner thinks, play with the arrow keys.

Shapes: C cells of the maze, K pieces of cheese.
"""

import copy
import json
from functools import cache
from typing import Any, ClassVar

import numpy as np

from gradatim.errors import UserError
from gradatim.views.controls import Choice, Number
from gradatim.views.engine import SEED, Engine

# The names are repeated here because importing the game's compiler takes half a second.
PLAYERS = ("human", "random", "greedy", "density", "planner", "planner-2")
MAX_MAZE = 400_000  # bytes of a visitor's own maze


@cache
def built(width: int, height: int, cells: int, walls: int, mud: int, cheese: int, seed: int) -> Any:
    """Build the official maze of these settings, once for all visitors who ask for it."""
    from gradatim.pyrat import MazePool, setting

    chosen = setting(
        "default",
        width=width,
        height=height,
        cells=cells,
        walls=walls,
        mud=mud,
        cheese=cheese,
        starts="corners",
        turn_cap=400,
    )
    return MazePool.build(chosen, 1, seed=seed)


def read_maze(content: bytes) -> Any:
    """Read a visitor's maze: JSON with width, height and the official dict of dicts as "graph".

    Raises:
        UserError: no such file, or a maze that the rules do not allow.
    """
    from gradatim.pyrat import Maze, MazePool, setting

    if len(content) > MAX_MAZE:
        raise UserError("The maze file is larger than 400 kB; use a smaller maze.")
    try:
        data = json.loads(content)
        width, height = int(data["width"]), int(data["height"])
        graph = {
            int(cell): {int(near): int(turns) for near, turns in around.items()}
            for cell, around in data["graph"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UserError(
            'The file is no maze; it needs JSON such as {"width": 5, "height": 4, '
            '"graph": {"0": {"1": 1}, "1": {"0": 1}}}.'
        ) from None
    if not (2 <= width <= 40 and 2 <= height <= 30):
        raise UserError(f"The maze is {width} x {height}; it may be 2 to 40 wide, 2 to 30 high.")
    maze = Maze.from_dict(graph, width, height)
    cheese = max(1, min(21, len(maze.order) // 4))
    return MazePool.of(
        [maze],
        setting(
            "default", width=width, height=height, cheese=cheese, starts="corners", turn_cap=400
        ),
    )


class ArenaEngine(Engine):
    """One game of PyRat between two players, with what the planner thinks of each cheese."""

    name = "arena"
    controls: ClassVar = {
        "rat": Choice("greedy", PLAYERS),
        "python": Choice("planner", PLAYERS),
        "overlay": Choice("values", ("values", "travel", "none")),
        "think": Choice("rat", ("rat", "python")),
        "width": Number(15, 5, 25, integer=True),
        "height": Number(11, 5, 20, integer=True),
        "walls": Number(60, 0, 100, integer=True),
        "mud": Number(15, 0, 60, integer=True),
        "cheese": Number(15, 1, 41, integer=True),
        "seed": SEED,
    }
    live = ("overlay", "think")
    actions = ("move",)
    accepts = ".json"
    pace = 4.0
    memory = 400
    own: Any = None  # a pool with the visitor's own maze

    def start(self) -> None:
        """Build the maze and set up the game."""
        from gradatim.pyrat import Games, player

        v = self.values
        self.pool = self.own or built(
            v["width"], v["height"], 100, v["walls"], v["mud"], v["cheese"], v["seed"]
        )
        self.games = Games(self.pool, 1, seed=v["seed"], auto_reset=False)
        self.players = [
            None if v[side] == "human" else player(v[side], seed=v["seed"] + i)
            for i, side in enumerate(("rat", "python"))
        ]
        self.wish = 0  # the next action of the human
        self.last = [0, 0]
        self.scores: list[tuple[float, float]] = [(0.0, 0.0)]
        self.trails: list[tuple[int, int]] = [self._cells()]

    def advance(self) -> None:
        """Play one turn: both choose at the same time."""
        chosen = [
            self.wish if who is None else int(who(self.games, side)[0])
            for side, who in enumerate(self.players)
        ]
        self.wish = 0
        self.games.step(np.array([chosen], np.int8))
        self.last = chosen
        score = self.games.state.score[0]
        self.scores.append((float(score[0]), float(score[1])))
        self.trails.append(self._cells())

    def finished(self) -> bool:
        """Say that the game is over."""
        return bool(self.games.state.over[0] or self.games.state.capped[0])

    def state(self) -> Any:
        """Return a copy of the game and of what the players remember."""
        arrays = [array.copy() for array in self.games.state]
        return arrays, copy.deepcopy(self.players), list(self.last), len(self.scores)

    def restore(self, state: Any) -> None:
        """Put a copy back."""
        arrays, players, last, n = state
        for now, before in zip(self.games.state, arrays, strict=True):
            now[...] = before
        self.players, self.last = copy.deepcopy(players), list(last)
        del self.scores[n:], self.trails[n:]

    def move(self, value: Any) -> None:
        """Let the human go: 0 nothing, 1 north, 2 east, 3 south, 4 west."""
        if None not in self.players:
            raise UserError("Nobody plays by hand; choose yourself as rat or python first.")
        self.wish = int(Number(0, 0, 4, integer=True).check("move", value))
        self.step(1)

    def load_file(self, name: str, content: bytes) -> None:
        """Play in the visitor's own maze."""
        self.own = read_maze(content)
        self.reset()
        self.notice = "The players are in your maze; reload the page to leave it."

    def picture(self) -> dict[str, Any]:
        """Return the maze, the players, the cheese and what one of them thinks."""
        from gradatim.pyrat.planner import plan_values

        v, game, mazes = self.values, self.games.state, self.pool.mazes
        side = 0 if v["think"] == "rat" else 1
        weights = mazes.weights[0]  # (C, 5)
        exists = np.zeros(len(weights), np.uint8)
        exists[mazes.order[0, : mazes.n_cells[0]]] = 1
        present = game.present[0]  # (K,)
        values = np.full(len(present), np.nan, np.float32)
        if v["overlay"] == "values" and not self.finished():
            found = plan_values(self.games, side)[0]
            values = np.where(np.isfinite(found) & present, found, np.nan).astype(np.float32)
        travel = mazes.travel[0, game.position[0, side]].astype(np.float32)  # (C,)
        return {
            "width": self.pool.setting.width,
            "height": self.pool.setting.height,
            "passages": weights[:, [2, 3]].astype(np.uint8),  # turns to the east, to the south
            "exists": exists,
            "cheese": game.slots[0].astype(np.int32),
            "present": present,
            "values": values,
            "travel": travel if v["overlay"] == "travel" else np.zeros(1, np.float32),
            "positions": game.position[0].astype(np.int32),
            "mud": game.mud_left[0].astype(np.int32),
            "targets": game.mud_target[0].astype(np.int32),
            "score": game.score[0].astype(np.float32),
            "actions": self.last,
            "trail": np.array(self.trails[-12:], dtype=np.int32),
            "scores": np.array(self.scores[-300:], dtype=np.float32),
            "human": None in self.players,
            "think": side,
        }

    def sources(self) -> list[Any]:
        """Name the rules, the greedy player and the planner."""
        from gradatim.pyrat.planner import Planner, plan_values
        from gradatim.pyrat.players import towards
        from gradatim.pyrat.rules import play_turn

        return [getattr(play_turn, "py_func", play_turn), Planner, plan_values, towards]

    def _cells(self) -> tuple[int, int]:
        position = self.games.state.position[0]
        return int(position[0]), int(position[1])
