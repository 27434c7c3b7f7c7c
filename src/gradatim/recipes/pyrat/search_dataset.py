"""Lessons from the search: the tables of `pyrat_lessons`, with another teacher.

Shapes: N games, K slots of cheese.
"""

from typing import Any

import numpy as np
from torch import nn

from gradatim.pyrat.game.parallel import parallel_for
from gradatim.pyrat.players.network_player import policy_and_value
from gradatim.pyrat.search.distance_tables import empty_tables, precompute_distances
from gradatim.pyrat.search.opponent_model import OPPONENT_TYPES, STYLES, UNKNOWN
from gradatim.pyrat.search.player import PRIOR_POWER
from gradatim.pyrat.search.tree import (
    SearchOptions,
    SearchTask,
    empty_trees,
    init_roots,
    root_statistics,
    search,
)
from gradatim.recipes.pyrat.planner_dataset import Lessons, Table

DOUBT = 4.0  # visits with the mean value of all goals that are added to those of each goal


class SearchTable(Table):
    """A table at which the search finds the value of every goal.

    Args:
        network: guides the search.
        rollouts: per position.
        win_weight: of winning beside the lead.
    """

    def __init__(
        self, *arguments: Any, network: nn.Module, rollouts: int, win_weight: float
    ) -> None:
        super().__init__(*arguments)
        self.network, self.rollouts = network, rollouts
        self.options = SearchOptions(lead_weight=1 - win_weight)
        n, state = self.games.n, self.games.state
        self.tables = empty_tables(n, state.cheese.shape[1], state.slots.shape[1])
        self.trees = empty_trees(n, 64 + 2 * rollouts, 0)
        self.mazes = np.full(n, -1, np.int32)  # of each game whose distances are known

    def worth(self, n_second: int) -> np.ndarray:
        """The value of every goal by the search, (N, K) pieces of cheese.

        A goal that was tried rarely is drawn towards the mean of all, as if it had been tried
        `DOUBT` times more with that result.
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
        mean = (self.trees.value_sum[:, 0] / np.maximum(self.trees.visits[:, 0], 1))[:, None]
        tried = visits > 0
        drawn = (np.where(tried, values, 0) * visits + DOUBT * mean) / (visits + DOUBT)
        # A lead of `full_lead` pieces has the value 1, none 0.5.
        pieces = 2 * self.options.full_lead * (drawn - 0.5)
        return np.where(tried, pieces, -np.inf).astype(np.float32)

    def _opponent(self) -> tuple[np.ndarray, np.ndarray]:
        """The opponent of this table as the search models it: belief and goals, (N, R) each."""
        n, R = self.games.n, len(OPPONENT_TYPES)
        belief, goals = np.zeros((n, R)), np.full((n, R), -1, np.int16)
        name = self.opponent.name
        kind = OPPONENT_TYPES.index(name) if name in OPPONENT_TYPES else UNKNOWN
        belief[:, kind] = 1
        commitment = getattr(self.opponent, "commitment", None)
        if commitment is not None and len(commitment.goal) == n:
            goals[:, kind] = commitment.goal
        return belief, goals

    def _goal_prior(self) -> np.ndarray:
        """The network's policy, the best goal of each game at 1, to the power `PRIOR_POWER`."""
        policy, _ = policy_and_value(self.network, self.games, self.side, np.arange(self.games.n))
        there = np.isfinite(policy).any(1)
        prior = np.ones_like(policy)
        prior[there] = np.exp(policy[there] - policy[there].max(1, keepdims=True))
        return np.maximum(prior, 1e-3) ** np.float32(PRIOR_POWER)


class SearchLessons(Lessons):
    """Lessons whose answers come from the search; see `Lessons` for the other arguments."""

    def __init__(
        self,
        *arguments: Any,
        network: nn.Module,
        rollouts: int,
        win_weight: float,
        **options: Any,
    ):
        self.expert: dict[str, Any] = {
            "network": network,
            "rollouts": rollouts,
            "win_weight": win_weight,
        }
        super().__init__(*arguments, **options)

    def seat(self, *arguments: Any) -> Table:
        """A table with the search as teacher."""
        return SearchTable(*arguments, **self.expert)
