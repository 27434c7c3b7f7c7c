"""Positions labeled by the search: the games of `planner_dataset`, with another teacher, in which
the network plays against the opponents of the run.

The teacher knows what its opponent is, but does not rely on it: in a fraction of the rollouts the
opponent plays to win instead. A network does not see its opponent's policy, and must not lose to
the rest.

Shapes: N games, K slots of cheese.
"""

from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
from torch import nn

from gradatim.errors import UserError
from gradatim.help import Help
from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.parallel import parallel_for
from gradatim.pyrat.players.network_player import policy_and_value
from gradatim.pyrat.search.distance_tables import empty_tables, precompute_distances
from gradatim.pyrat.search.opponent_model import OPPONENT_TYPES, STYLES, UNKNOWN
from gradatim.pyrat.search.player import LEAST_PRIOR, PRIOR_POWER
from gradatim.pyrat.search.task import ME, OPPONENT, SearchOptions, SearchTask
from gradatim.pyrat.search.tree import (
    N_ROOT,
    empty_trees,
    init_roots,
    root_statistics,
    search,
)
from gradatim.recipes.pyrat.games import GamesConfig
from gradatim.recipes.pyrat.imitation.planner_dataset import EnvBatch, PlannerDataset
from gradatim.spelling import given
from gradatim.validation import require_unit_interval

PIECES = 0.7  # of cheese to a unit of the network's policy: the temperature it has learned with


@dataclass(frozen=True, kw_only=True)
class SearchConfig:
    """How the search labels a position."""

    rollouts: Annotated[int, Help("rollouts per position, at least 15")] = 150
    to_win: Annotated[
        float,
        Help("fraction of the rollouts in which a known opponent plays to win instead, 0 to 1"),
    ] = 0.5
    win_weight: Annotated[
        float, Help("weight of winning beside the lead in the value of a goal, 0 to 1")
    ] = 0.7

    def __post_init__(self) -> None:
        if self.rollouts <= N_ROOT:
            raise UserError(
                f"{given('rollouts', self.rollouts)}: give at least {N_ROOT + 1}, so that "
                "every first goal is tried."
            )
        require_unit_interval(self, "to_win", "win_weight")


class SearchEnvBatch(EnvBatch):
    """Games in which the search finds the value of every goal.

    Args:
        network: guides the search.
        config: of the search.
    """

    def __init__(self, *arguments: Any, network: nn.Module, config: SearchConfig) -> None:
        super().__init__(*arguments)
        self.network, self.rollouts, self.to_win = network, config.rollouts, config.to_win
        self.options = SearchOptions(lead_weight=1 - config.win_weight)
        n, state = self.games.n, self.games.state
        self.tables = empty_tables(n, state.cheese.shape[1], state.slots.shape[1])
        self.trees = empty_trees(n, 64 + config.rollouts, 0)
        self.mazes = np.full(n, -1, np.int32)  # of each game whose distances are known

    def rate(self, games: Games, side: int, active: np.ndarray) -> np.ndarray:
        """The goals are drawn from the network's policy: it learns where its own play leads."""
        policy, _ = policy_and_value(self.network, games, side, np.flatnonzero(active))
        return PIECES * policy

    def goal_values(self, n_second: int) -> np.ndarray:
        """How good the search finds every goal, (N, K) pieces of cheese.

        The best is worth what its rollouts gave; the others follow from how often they were tried,
        so that the softmax at a temperature of `PIECES` is the fractions of visits (section 2 of
        Silver et al. 2017). Means themselves are too noisy: of goals that were tried five times
        the luckiest looks best.
        """
        games, state = self.games, self.games.state
        n, mazes = games.n, games.pool.mazes
        new = (self.tables.slots != state.slots).any(1) | (self.mazes != state.maze)
        parallel_for(precompute_distances, n, state, mazes, new, self.tables, grain_size=4)
        self.mazes[:] = state.maze
        belief, goals = self._opponent()
        task = SearchTask(
            side=self.side,
            active=~(state.over | state.capped),
            n_rollouts=self.rollouts,
            belief=belief,
            styles=STYLES,
            opponent_goals=goals,
            goal_prior=self._goal_prior(),
        )
        self.trees.random[:] = state.random | np.uint64(1)  # the same after a stop
        parallel_for(init_roots, n, task.active, self.trees)
        arguments = (state, mazes, self.tables, task, self.options, self.trees)
        parallel_for(search, n, *arguments, grain_size=1)
        values = np.empty(state.slots.shape, np.float32)
        visits = np.empty(state.slots.shape, np.int32)
        parallel_for(root_statistics, n, task.active, self.trees, values, visits)
        best = visits.argmax(1)[:, None]
        value = np.take_along_axis(values, best, 1)  # of a lead of `full_lead` 1, of none 0.5
        pieces = np.where(np.isfinite(value), 2 * self.options.full_lead * (value - 0.5), 0)
        most = np.maximum(np.take_along_axis(visits, best, 1), 1)
        with np.errstate(divide="ignore"):
            return (pieces + PIECES * np.log(visits / most)).astype(np.float32)

    def _opponent(self) -> tuple[np.ndarray, np.ndarray]:
        """The opponent of these games as the search models it: belief and goals, (N, R) each."""
        n, R = self.games.n, len(OPPONENT_TYPES)
        belief, goals = np.zeros((n, R)), np.full((n, R), -1, np.int16)
        name = self.opponent.name
        kind = OPPONENT_TYPES.index(name) if name in OPPONENT_TYPES else UNKNOWN
        belief[:, UNKNOWN] = self.to_win
        belief[:, kind] += 1 - self.to_win
        commitment = getattr(self.opponent, "commitment", None)
        if commitment is not None and len(commitment.goal) == n:
            goals[:, kind] = commitment.goal
        return belief, goals

    def _goal_prior(self) -> np.ndarray:
        """The network's policy for both players, the best goal at 1, to `PRIOR_POWER`."""
        state, rows = self.games.state, np.arange(self.games.n)
        prior = np.ones((self.games.n, 2, state.slots.shape[1]), np.float32)
        for who, side in ((ME, self.side), (OPPONENT, 1 - self.side)):
            policy, _ = policy_and_value(self.network, self.games, side, rows)
            there = np.isfinite(policy).any(1)
            weights = np.exp(policy[there] - policy[there].max(1, keepdims=True))
            prior[there, who] = np.maximum(weights, LEAST_PRIOR) ** np.float32(PRIOR_POWER)
        return prior


class SearchDataset(PlannerDataset):
    """Positions labeled by the search; see `PlannerDataset` for the other arguments."""

    def __init__(self, config: GamesConfig, *, network: nn.Module, search: SearchConfig, **options):
        self.network, self.search = network, search  # the base class makes the env batches
        super().__init__(config, **options)

    def new_envs(self, *arguments: Any) -> EnvBatch:
        """A batch of games with the search as teacher."""
        return SearchEnvBatch(*arguments, network=self.network, config=self.search)
