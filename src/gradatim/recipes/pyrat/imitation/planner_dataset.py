"""Positions of games that continue while the network learns, labeled by the planner.

Several batches of games are played side by side, each with its own preset and opponent. One of them
plays a few turns, and the stronger planner (pairs of goals) labels every game with the value of
every goal. One thread does this while the network learns from the batches before.

Shapes: N games of an env batch, K slots of cheese, B batch.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple, Self

import numpy as np
import torch
from torch import Tensor

from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.maze_pool import MazePool
from gradatim.pyrat.game.serialization import load_arrays, save_arrays
from gradatim.pyrat.players.network_player import network_input
from gradatim.pyrat.players.planner import plan_values
from gradatim.pyrat.players.scripted import towards
from gradatim.pyrat.registry import player
from gradatim.recipes.pyrat.games import (
    GamesConfig,
    find_preset,
    spread_games,
    training_pool,
    varied_presets,
)
from gradatim.spelling import given

TURNS_BETWEEN = 5  # played between two labelings of an env batch
BATCHES_READY = 48  # that wait, mixed, so that consecutive ones come from different games


@dataclass(frozen=True, kw_only=True)
class PlannerConfig(GamesConfig):
    """Games that the planner labels."""

    second_goals: Annotated[
        int,
        Help("goals that the planner tries after each first goal, at least 0; 0: greedy at once"),
    ] = 7

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.second_goals < 0:
            raise UserError(f"{given('second_goals', self.second_goals)}: give 0 or more goals.")


class PolicyBatch(NamedTuple):
    """A batch: observations, and the value of every goal."""

    tokens: Tensor  # (B, K, 11)
    between: Tensor  # (B, K, K) int16, turns
    summary: Tensor  # (B, 12)
    values: Tensor  # (B, K) lead at the end of the rollout, -inf where nothing was tried


RateGoals = Callable[[Games, int, np.ndarray], np.ndarray]


class BehaviorPolicy:
    """Walks to a goal until it is eaten; draws goals from softmax(values / temperature).

    The largest of values / temperature plus Gumbel noise is such a draw (the Gumbel-max trick).

    Args:
        n: games.
        seed: of the draws.
        temperature: in pieces of cheese.
        rate: values of all goals, (N, K), in the games that the last argument (N,) picks.
    """

    def __init__(self, n: int, seed: list[int], temperature: float, rate: RateGoals):
        self.random, self.rate = np.random.default_rng(seed), rate
        self.goal = np.full(n, -1, np.int64)
        self.temperature = temperature

    def __call__(self, games: Games, side: int) -> np.ndarray:
        state = games.state
        gone = ~np.take_along_axis(state.present, np.maximum(self.goal, 0)[:, None], 1)[:, 0]
        active = ((self.goal < 0) | gone | (state.turn == 0)) & (state.mud_left[:, side] == 0)
        values = self.rate(games, side, active)[active]
        values = values + self.temperature * self.random.gumbel(size=values.shape)
        self.goal[active] = values.argmax(1)
        return towards(games, side, self.goal)


class EnvBatch:
    """Games of one preset against one opponent, played by the behavior policy.

    Args:
        pool: the mazes.
        opponent: name of a player.
        side: of the behavior policy, 0 or 1.
        n: games.
        temperature: of the behavior policy, in pieces of cheese.
        seed: of games and moves.
    """

    def __init__(
        self, pool: MazePool, opponent: str, side: int, n: int, temperature: float, seed: int
    ):
        self.games = Games(pool, n, seed=seed)
        self.side = side
        self.behavior = BehaviorPolicy(n, [seed, 1], temperature, self.rate)
        self.opponent = player(opponent, seed)
        spread_games(self.games, seed, first_side=side)

    def rate(self, games: Games, side: int, active: np.ndarray) -> np.ndarray:
        """What the behavior policy thinks of the goals, see `BehaviorPolicy`."""
        return plan_values(games, side, active=active)

    def play(self) -> None:
        """Play a few turns."""
        games, side = self.games, self.side
        actions = np.empty((games.n, 2), np.int8)
        for _ in range(TURNS_BETWEEN):
            actions[:, side] = self.behavior(games, side)
            actions[:, 1 - side] = self.opponent(games, 1 - side)
            games.step(actions)

    def labeled(self, n_second: int, batch_size: int) -> list[PolicyBatch]:
        """Play on, then cut all games into batches of about equally many cheeses."""
        self.play()
        games = self.games
        values = self.goal_values(n_second)
        order = np.argsort(games.state.cheese_left, kind="stable")
        batches = []
        for rows in order.reshape(-1, batch_size):
            observed = network_input(games, self.side, rows)
            labels = torch.from_numpy(values[rows[:, None], observed.slots.numpy()])
            between = observed.between.to(torch.int16)
            batches.append(PolicyBatch(observed.tokens, between, observed.summary, labels))
        return batches

    def goal_values(self, n_second: int) -> np.ndarray:
        """The value of every goal in every game, (N, K); -inf where nothing was tried."""
        return plan_values(self.games, self.side, n_second=n_second)

    def state_dict(self) -> dict[str, Any]:
        arrays = save_arrays(self.games, self.behavior, self.opponent)
        return {"arrays": arrays, "random": self.behavior.random.bit_generator.state}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        load_arrays(state["arrays"], self.games, self.behavior, self.opponent)
        self.behavior.random.bit_generator.state = state["random"]


class PlannerDataset:
    """An endless stream of labeled batches; see `gradatim.training.task.Batches`.

    Args:
        config: the games.
        batch_size: B.
        n_second: second goals that the planner tries after each first one.
        visits: how often a batch is given. A label costs about as much as a training step, and a
            small network learns nearly as much from a second visit.
        seed: of mazes, games and noise.

    Raises:
        UserError: an unknown preset.
    """

    def __init__(
        self,
        config: GamesConfig,
        *,
        batch_size: int,
        n_second: int = 0,
        visits: int = 1,
        seed: int = 0,
    ):
        self.batch_size, self.steps_per_epoch = batch_size, 100
        self.n_second, self.visits = n_second, visits
        self.envs: list[EnvBatch] = []
        temperature = config.behavior_temperature
        for i, name in enumerate(config.presets):
            pool = training_pool(find_preset(name), config.mazes, seed)
            for opponent in config.opponents:
                j = len(self.envs)
                side, n = (i + j) % 2, 4 * batch_size
                self.envs.append(
                    self.new_envs(pool, opponent, side, n, temperature, seed + 100 * j)
                )
        for i, board in enumerate(varied_presets(config.varied, seed)):
            pool = training_pool(board, config.mazes // 4, seed)
            turn, at = divmod(i, len(config.opponents))
            opponent, j = config.opponents[at], len(self.envs)
            self.envs.append(
                self.new_envs(pool, opponent, turn % 2, batch_size, temperature, seed + 100 * j)
            )
        self.random = np.random.default_rng([seed, 3])
        self.round: list[int] = []  # env batches that still play in this round
        self.ready: list[PolicyBatch] = []
        self.visits_left: list[int] = []  # of each that is ready
        self.worker = ThreadPoolExecutor(1, thread_name_prefix="planner-dataset")
        self.coming: Future[PolicyBatch] = self.worker.submit(self._next)

    def new_envs(
        self, pool: MazePool, opponent: str, side: int, n: int, temperature: float, seed: int
    ) -> EnvBatch:
        """A new batch of games; another teacher has env batches of its own."""
        return EnvBatch(pool, opponent, side, n, temperature, seed)

    def _next(self) -> PolicyBatch:
        while len(self.ready) < BATCHES_READY:
            if not self.round:
                self.round = self.random.permutation(len(self.envs)).tolist()
            self.ready += self.envs[self.round.pop()].labeled(self.n_second, self.batch_size)
            self.visits_left += [self.visits] * (len(self.ready) - len(self.visits_left))
        chosen = int(self.random.integers(len(self.ready)))
        self.visits_left[chosen] -= 1
        if self.visits_left[chosen]:
            return self.ready[chosen]
        self.visits_left.pop(chosen)
        return self.ready.pop(chosen)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> PolicyBatch:
        batch = self.coming.result()
        self.coming = self.worker.submit(self._next)
        return batch

    def state_dict(self) -> dict[str, Any]:
        """The games, and the batches that are ready or under way."""
        coming = self.coming.result()  # the worker stands still from here on
        return {
            "envs": [envs.state_dict() for envs in self.envs],
            "random": self.random.bit_generator.state,
            "round": list(self.round),
            "ready": [tuple(batch) for batch in self.ready],
            "visits_left": list(self.visits_left),
            "coming": tuple(coming),
        }

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.coming.result()
        for envs, saved in zip(self.envs, state["envs"], strict=True):
            envs.load_state_dict(saved)
        self.random.bit_generator.state = state["random"]
        self.round = list(state["round"])
        self.ready = [PolicyBatch(*batch) for batch in state["ready"]]
        self.visits_left = list(state["visits_left"])
        self.coming = Future()
        self.coming.set_result(PolicyBatch(*state["coming"]))
