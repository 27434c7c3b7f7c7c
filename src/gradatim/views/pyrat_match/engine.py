"""A PyRat match: watch two players, see what they compute, play the champion by arrow keys.

Shapes: C cells of the maze, K pieces of cheese, L layers of the network.
"""

import copy
import json
from functools import lru_cache, partial
from typing import Any, ClassVar

import numpy as np

from gradatim.errors import UserError
from gradatim.models.pyrat.cheese_transformer import BiasedAttention, CheeseTransformer
from gradatim.pyrat import Games, Maze, MazePool, player, preset
from gradatim.pyrat.game.rules import play_turn
from gradatim.pyrat.players.champion import champion_network
from gradatim.pyrat.players.network_player import NetworkPlayer, policy_and_value
from gradatim.pyrat.players.planner import Planner, plan_values
from gradatim.pyrat.players.scripted import towards
from gradatim.pyrat.solver.matrix_game import solve_matrix_game
from gradatim.pyrat.solver.player import solution_of
from gradatim.pyrat.solver.solution import solve
from gradatim.recipes.pyrat.open_policy import open_player
from gradatim.typed import parse_json
from gradatim.views.core.controls import Choice, Number
from gradatim.views.core.engine import SEED, Engine
from gradatim.views.core.newest_run import DEPTHS
from gradatim.views.core.text.text_model import RUNS
from gradatim.views.pyrat_match.exact_overlay import covers, exact_overlay, solvable_pieces
from gradatim.views.pyrat_match.policy_overlay import cell_overlay, policy_overlay

SCRIPTED = ("random", "greedy", "density", "planner", "planner-2")
PLAYERS = ("human", *SCRIPTED, "champion", "search", "run")
OVERLAYS = ("values", "policy", "heat", "attention", "exact", "travel", "none")
ASKS_NETWORK = ("policy", "heat", "attention")
MAX_MAZE = 400_000  # bytes of a visitor's own maze


@lru_cache(maxsize=64)  # a visitor may ask for any number of mazes
def built(width: int, height: int, cells: int, walls: int, mud: int, cheese: int, seed: int) -> Any:
    """Build the official maze of these settings, once for all visitors who ask for it."""

    chosen = preset(
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

    if len(content) > MAX_MAZE:
        raise UserError("The maze file is larger than 400 kB. Use a smaller maze.")
    try:
        data = parse_json(content)
        width, height = int(data["width"]), int(data["height"])
        graph = {
            int(cell): {int(near): int(turns) for near, turns in around.items()}
            for cell, around in data["graph"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        raise UserError(
            'The file is not a maze. It needs JSON such as {"width": 5, "height": 4, '
            '"graph": {"0": {"1": 1}, "1": {"0": 1}}}.'
        ) from None
    if not (2 <= width <= 40 and 2 <= height <= 30):
        raise UserError(f"The maze is {width} x {height}; it may be 2 to 40 wide, 2 to 30 high.")
    maze = Maze.from_dict(graph, width, height)
    cheese = max(1, min(21, len(maze.order) // 4))
    return MazePool.of(
        [maze],
        preset(
            "default", width=width, height=height, cheese=cheese, starts="corners", turn_cap=400
        ),
    )


def newest_player(seed: int) -> Any:
    """Open the newest run in the folder `runs` whose network plays PyRat.

    Raises:
        UserError: there is none.
    """

    found = [file for depth in DEPTHS for file in RUNS.glob(f"{depth}/model.safetensors")]
    for weights in sorted(found, key=lambda file: -file.stat().st_mtime):
        config = weights.with_name("config.json")
        try:
            recipe = parse_json(config.read_bytes())["recipe"]
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if str(recipe).startswith("pyrat"):
            return open_player(weights.parent)(seed)
    raise UserError(
        f"The folder {RUNS}/ here has no trained PyRat player yet: make one with "
        "`gradatim train pyrat-imitation`, or let the champion play."
    )


class PyratMatchEngine(Engine):
    """One game of PyRat between two players, with what a planner or a network computes for it."""

    name = "pyrat_match"
    controls: ClassVar = {
        "rat": Choice("greedy", PLAYERS),
        "python": Choice("planner", PLAYERS),
        "overlay": Choice("values", OVERLAYS),
        "perspective": Choice("rat", ("rat", "python")),
        "width": Number(15, 5, 25, integer=True),
        "height": Number(11, 5, 20, integer=True),
        "walls": Number(60, 0, 100, integer=True),
        "mud": Number(15, 0, 60, integer=True),
        "cheese": Number(15, 1, 41, integer=True),
        "layer": Number(0, 0, 24, integer=True, hidden=True),  # of the attention; 0: all, averaged
        "seed": SEED,
    }
    live = ("overlay", "perspective", "layer")
    actions = ("move",)
    accepts = ".json"
    pace = 4.0
    memory = 400
    solution: Any = None  # of the newest board or ending that was solved
    own_pool: Any = None  # a pool with the visitor's own maze
    _champion: Any = None  # this visitor's copy of the champion's network

    def __init__(self, maze: Any = None, player: Any = None, **values: Any) -> None:
        """Start a game.

        Args:
            maze: the official dict of dicts; needs `width` and `height` as well.
            player: one's own player for the rat: called with the games and its side.
            values: controls by name.
        """
        self.custom_player = player
        if maze is not None:
            size = {key: values.get(key, self.controls[key].default) for key in ("width", "height")}
            self.own_pool = read_maze(json.dumps({**size, "graph": maze}).encode())
        super().__init__(**values)

    def start(self) -> None:
        """Build the maze and set up the game."""

        v = self.values
        self.pool = self.own_pool or built(
            v["width"], v["height"], 100, v["walls"], v["mud"], v["cheese"], v["seed"]
        )
        # One game that stays over when it is over; training uses thousands that begin anew.
        self.games = Games(self.pool, 1, seed=v["seed"], auto_reset=False)
        self.players: list[Any] = []
        for i, side in enumerate(("rat", "python")):
            if v[side] == "human":
                self.players.append(None)  # moves by `move`
            else:
                make = newest_player if v[side] == "run" else partial(player, v[side])
                self.players.append(make(v["seed"] + i))
        if None in self.players and v["overlay"] == "values":
            v["overlay"] = "none"  # a person plays without the planner's advice, unless she asks
        if self.custom_player is not None and v["rat"] != "human":
            self.players[0] = self.custom_player
        self._overlay: dict[str, Any] = {}  # of this turn
        self.solution = None
        self.human_action = 0  # the next action of the human
        self.last = [0, 0]
        self.scores: list[tuple[float, float]] = [(0.0, 0.0)]
        self.trails: list[tuple[int, int]] = [self.cells()]

    def advance(self) -> None:
        """Play one turn: both choose at the same time."""
        chosen = [
            self.human_action if who is None else int(who(self.games, side)[0])
            for side, who in enumerate(self.players)
        ]
        self.human_action = 0
        self._overlay = {}
        self.games.step(np.array([chosen], np.int8))
        self.last = chosen
        score = self.games.state.score[0]
        self.scores.append((float(score[0]), float(score[1])))
        self.trails.append(self.cells())

    def finished(self) -> bool:
        """Say that the game is over."""
        return bool(self.games.state.over[0] or self.games.state.capped[0])

    def state(self) -> Any:
        """Return a copy of the game and of what the players remember."""
        arrays = [array.copy() for array in self.games.state]  # the engine writes in place
        return arrays, self._remembered(self.players), list(self.last), len(self.scores)

    def restore(self, state: Any) -> None:
        """Put a copy back."""
        arrays, players, last, n = state
        for now, before in zip(self.games.state, arrays, strict=True):
            now[...] = before
        self.players, self.last = self._remembered(players), list(last)
        self._overlay = {}
        del self.scores[n:], self.trails[n:]

    def move(self, value: Any) -> None:
        """Let the human go: 0 nothing, 1 north, 2 east, 3 south, 4 west."""
        if None not in self.players:
            raise UserError("Nobody plays by hand. Choose yourself as rat or python first.")
        self.human_action = int(Number(0, 0, 4, integer=True).check("move", value))
        self.step(1)
        side = self.players.index(None)
        while self.games.state.mud_left[0, side] and not self.finished():
            self.step(1)  # in mud there is nothing to choose

    def load_file(self, name: str, content: bytes) -> None:
        """Play in the visitor's own maze."""
        self.own_pool = read_maze(content)
        self.reset()
        self.notice = "The players are in your maze. Reload the page to leave it."

    def changed(self, name: str) -> None:
        """Look at another layer, as far as the network has them."""
        if name == "layer" and self.values["layer"]:
            n_layers = len([m for m in self.network(0).modules() if isinstance(m, BiasedAttention)])
            self.values["layer"] = min(self.values["layer"], n_layers)

    def network(self, side: int) -> Any:
        """Return the network that the overlay shows: the player's own, or else the champion."""
        model = getattr(self.players[side], "model", None)
        if isinstance(model, CheeseTransformer):
            return model
        if self._champion is None:
            self._champion = copy.deepcopy(champion_network())  # it records for this visitor only
        return self._champion

    def frame(self) -> dict[str, Any]:
        """Return the maze, the players, the cheese and what one of them computes."""
        v, game, mazes = self.values, self.games.state, self.pool.mazes
        side = 0 if v["perspective"] == "rat" else 1
        weights = mazes.weights[0]  # (C, 5)
        exists = np.zeros(len(weights), np.uint8)
        exists[mazes.order[0, : mazes.n_cells[0]]] = 1
        travel = mazes.travel[0, game.position[0, side]].astype(np.float32)  # (C,)
        return {
            "width": self.pool.preset.width,
            "height": self.pool.preset.height,
            "passages": weights[:, [2, 3]].astype(np.uint8),  # turns to the east, to the south
            "exists": exists,
            "cheese": game.slots[0].astype(np.int32),
            "present": game.present[0],
            "travel": travel if v["overlay"] == "travel" else np.zeros(1, np.float32),
            "positions": game.position[0].astype(np.int32),
            "mud": game.mud_left[0].astype(np.int32),
            "targets": game.mud_target[0].astype(np.int32),
            "score": game.score[0].astype(np.float32),
            "actions": self.last,
            "trail": np.array(self.trails[-12:], dtype=np.int32),
            "scores": np.array(self.scores[-300:], dtype=np.float32),
            "human": None in self.players,
            "perspective": side,
            **self.overlay(side),
        }

    def overlay(self, side: int) -> dict[str, Any]:
        """Return what the overlay shows; computed once per turn, as a network takes its time."""

        overlay, K = self.values["overlay"], len(self.games.state.present[0])
        key = f"{overlay} {side}"
        if key in self._overlay:
            return self._overlay[key]
        shown: dict[str, Any] = {"values": np.full(K, np.nan, np.float32), "lead": None}
        if overlay in ASKS_NETWORK and not self.finished():
            found = policy_overlay(self.network(side), self.games, side)
            shown |= {"values": found.probabilities, "lead": found.lead}
            if overlay == "attention":
                shown["attention"] = found.attention
            else:
                places = cell_overlay(self.network(side), self.games, side)
                shown |= {"steps": places.steps, "leads": places.leads}
        elif overlay == "exact" and not self.finished():
            shown |= self.exact(side)
        elif overlay == "values" and not self.finished():
            found = plan_values(self.games, side)[0]
            reached = np.isfinite(found) & self.games.state.present[0]
            shown["values"] = np.where(reached, found, np.nan).astype(np.float32)
        self._overlay = {key: shown}
        return shown

    def exact(self, side: int) -> dict[str, Any]:
        """Return the exact value of each move, where what is left can be solved."""
        if not covers(self.solution, self.games):
            self.solution = None
            fits = solvable_pieces(self.games)
            if self.games.state.cheese_left[0] > fits:
                return {"solvable": fits}
            self.solution = solution_of(self.games)
        return exact_overlay(self.games, side, self.solution)._asdict()

    def sources(self) -> list[Any]:
        """Name the rules, and what the overlay shows."""

        rules = getattr(play_turn, "py_func", play_turn)  # the source below numba's wrapper
        if self.values["overlay"] in ASKS_NETWORK:
            shown = policy_overlay if self.values["overlay"] == "attention" else cell_overlay
            return [
                shown,
                policy_and_value,
                CheeseTransformer,
                BiasedAttention,
                NetworkPlayer,
                rules,
            ]
        if self.values["overlay"] == "exact":
            pivoting = getattr(solve_matrix_game, "py_func", solve_matrix_game)
            return [exact_overlay, solve, pivoting, rules]
        return [rules, Planner, plan_values, towards]

    def cells(self) -> tuple[int, int]:
        """Return the cells of rat and python."""
        position = self.games.state.position[0]
        return int(position[0]), int(position[1])

    @staticmethod
    def _remembered(players: list[Any]) -> list[Any]:
        """Copy what players remember, but not their networks, which do not change."""
        models = [getattr(player, "model", None) for player in players]
        return copy.deepcopy(players, {id(model): model for model in models if model is not None})
