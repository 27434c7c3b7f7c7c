"""Lessons from the planner: positions of games that go on while the network learns, and answers.

Several tables play side by side, each with its own setting and opponent. When it is a table's turn
it plays a few turns, and the stronger planner (pairs of goals) writes down what every goal is
worth in every game. One thread does this while the network learns from the batches before.

Shapes: N games of a table, K slots of cheese, B batch.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, NamedTuple, Self

import numpy as np
import torch
from torch import Tensor

from gradatim.errors import UserError
from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.maze_pool import MazePool
from gradatim.pyrat.game.presets import PRESETS, Preset, preset
from gradatim.pyrat.game.serialization import load_arrays, save_arrays
from gradatim.pyrat.players.network_player import network_input
from gradatim.pyrat.players.planner import plan_values
from gradatim.pyrat.players.scripted import towards
from gradatim.pyrat.registry import player

TURNS_BETWEEN = 5  # played between two lessons of a table
LESSONS_READY = 48  # batches that wait, mixed, so that neighbours come from different tables
SETTLE = 64  # turns in which the games of a table spread over beginnings, middles and ends
OPPONENTS = ("greedy", "planner", "manhattan")

# Settings beside the presets: the smallest and the largest boards.
EXTREMES = {
    "small": Preset(width=7, height=7, cells=100, cheese=7, starts="corners"),
    "large": Preset(width=31, height=29, cheese=41),
}


class Lesson(NamedTuple):
    """A batch: what is seen, and what every goal is worth."""

    tokens: Tensor  # (B, K, 11)
    between: Tensor  # (B, K, K) int16, turns
    summary: Tensor  # (B, 12)
    worth: Tensor  # (B, K) lead at the end of the imagined game, -inf where nothing was tried


class Explorer:
    """Walks to a goal until it is eaten; chooses goals by the planner's values plus noise.

    Noise from Gumbel's distribution makes the choice a draw from softmax(values / temperature).
    """

    def __init__(self, n: int, seed: list[int], temperature: float):
        self.random = np.random.default_rng(seed)
        self.goal = np.full(n, -1, np.int64)
        self.temperature = temperature

    def __call__(self, games: Games, side: int) -> np.ndarray:
        state = games.state
        gone = ~np.take_along_axis(state.present, np.maximum(self.goal, 0)[:, None], 1)[:, 0]
        active = ((self.goal < 0) | gone | (state.turn == 0)) & (state.mud_left[:, side] == 0)
        values = plan_values(games, side, active=active)[active]
        values = values + self.temperature * self.random.gumbel(size=values.shape)
        self.goal[active] = values.argmax(1)
        return towards(games, side, self.goal)


class Table:
    """Games of one setting against one opponent."""

    def __init__(self, pool: MazePool, opponent: str, side: int, n: int, temperature: float, seed):
        self.games = Games(pool, n, seed=seed)
        self.side = side
        self.explorer = Explorer(n, [seed, 1], temperature)
        self.opponent = player(opponent, seed)
        spread, random = player("greedy", seed), np.random.default_rng([seed, 2])
        for _ in range(SETTLE):
            self._step(spread(self.games, side), spread(self.games, 1 - side))
            self.games.reset(random.random(n) < 2 / SETTLE)

    def _step(self, mine: np.ndarray, theirs: np.ndarray) -> None:
        pair = (theirs, mine) if self.side else (mine, theirs)
        self.games.step(np.stack(pair, axis=1))

    def lessons(self, n_second: int, batch_size: int) -> list[Lesson]:
        """Play on, then cut all games into batches of about equally many cheeses."""
        games, side = self.games, self.side
        for _ in range(TURNS_BETWEEN):
            self._step(self.explorer(games, side), self.opponent(games, 1 - side))
        worth = self.worth(n_second)
        order = np.argsort(games.state.cheese_left, kind="stable")
        lessons = []
        for rows in order.reshape(-1, batch_size):
            seen = network_input(games, side, rows)
            answers = torch.from_numpy(worth[rows[:, None], seen.slots.numpy()])
            lessons.append(Lesson(seen.tokens, seen.between.to(torch.int16), seen.summary, answers))
        return lessons

    def worth(self, n_second: int) -> np.ndarray:
        """What every goal is worth in every game, (N, K); -inf where nothing was tried."""
        return plan_values(self.games, self.side, n_second=n_second)

    def state_dict(self) -> dict[str, Any]:
        arrays = save_arrays(self.games, self.explorer, self.opponent)
        return {"arrays": arrays, "random": self.explorer.random.bit_generator.state}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        load_arrays(state["arrays"], self.games, self.explorer, self.opponent)
        self.explorer.random.bit_generator.state = state["random"]


class Lessons:
    """An endless stream of lessons; see `gradatim.training.task.Batches`.

    Args:
        settings: names of `PRESETS` or `EXTREMES`.
        n_mazes: of each setting; fewer of the largest board.
        batch_size: B.
        n_second: second goals that the teacher tries after each first one.
        temperature: how far the games stray from the best play, in pieces of cheese.
        visits: how often a lesson is given. A label costs about as much as a step on it, and a
            small network learns nearly as much from the second look.
        steps_per_epoch: what counts as an epoch.
        seed: of mazes, games and noise.

    Raises:
        UserError: an unknown setting.
    """  # fmt: skip

    def __init__(
        self,
        settings: tuple[str, ...],
        *,
        n_mazes: int,
        batch_size: int,
        n_second: int,
        temperature: float,
        visits: int = 1,
        steps_per_epoch: int = 100,
        seed: int = 0,
    ):
        self.batch_size, self.steps_per_epoch, self.n_second = batch_size, steps_per_epoch, n_second
        self.visits = visits
        self.tables: list[Table] = []
        for i, name in enumerate(settings):
            chosen = find_preset(name)
            few = max(8, n_mazes * 315 // max(315, chosen.width * chosen.height))
            pool = MazePool.build(chosen, few, seed=seed * 100_000)
            for opponent in OPPONENTS:
                j = len(self.tables)
                self.tables.append(
                    self.seat(
                        pool, opponent, (i + j) % 2, 4 * batch_size, temperature, seed + 100 * j
                    )
                )
        self.random = np.random.default_rng([seed, 3])
        self.turn: list[int] = []  # tables that still play in this round
        self.ready: list[Lesson] = []
        self.visits_left: list[int] = []  # of each that is ready
        self.worker = ThreadPoolExecutor(1, thread_name_prefix="lessons")
        self.coming: Future[Lesson] = self.worker.submit(self._next)

    def seat(
        self, pool: MazePool, opponent: str, side: int, n: int, temperature: float, seed: int
    ) -> Table:
        """A new table; another teacher has tables of its own."""
        return Table(pool, opponent, side, n, temperature, seed)

    def _next(self) -> Lesson:
        while len(self.ready) < LESSONS_READY:
            if not self.turn:
                self.turn = self.random.permutation(len(self.tables)).tolist()
            self.ready += self.tables[self.turn.pop()].lessons(self.n_second, self.batch_size)
            self.visits_left += [self.visits] * (len(self.ready) - len(self.visits_left))
        chosen = int(self.random.integers(len(self.ready)))
        self.visits_left[chosen] -= 1
        if self.visits_left[chosen]:
            return self.ready[chosen]
        self.visits_left.pop(chosen)
        return self.ready.pop(chosen)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Lesson:
        lesson = self.coming.result()
        self.coming = self.worker.submit(self._next)
        return lesson

    def state_dict(self) -> dict[str, Any]:
        """The tables, and the batches that are ready or under way."""
        coming = self.coming.result()
        return {
            "tables": [table.state_dict() for table in self.tables],
            "random": self.random.bit_generator.state,
            "turn": list(self.turn),
            "ready": [tuple(lesson) for lesson in self.ready],
            "visits_left": list(self.visits_left),
            "coming": tuple(coming),
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.coming.result()
        for table, kept in zip(self.tables, state["tables"], strict=True):
            table.load_state_dict(kept)
        self.random.bit_generator.state = state["random"]
        self.turn = list(state["turn"])
        self.ready = [Lesson(*lesson) for lesson in state["ready"]]
        self.visits_left = list(state["visits_left"])
        self.coming = Future()
        self.coming.set_result(Lesson(*state["coming"]))


def find_preset(name: str) -> Preset:
    """A preset, or one of the extremes.

    Raises:
        UserError: unknown name.
    """
    if name in EXTREMES:
        return EXTREMES[name]
    if name not in PRESETS:
        allowed = ", ".join([*PRESETS, *EXTREMES])
        raise UserError(f"unknown setting {name!r}: choose from {allowed}.")
    return preset(name)
