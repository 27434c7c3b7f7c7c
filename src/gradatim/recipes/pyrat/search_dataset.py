"""Lessons from the search: the tables of `pyrat_lessons`, with another teacher.

Shapes: N games, K slots of cheese.
"""

from typing import Any

import numpy as np
from torch import nn

from gradatim.pyrat.game.parallel import over
from gradatim.pyrat.players.network_player import judge
from gradatim.pyrat.search.opponent_model import KINDS, STYLES, THINKER
from gradatim.pyrat.search.player import KNOBS, LIKING
from gradatim.pyrat.search.simulation import FINES, empty_ground, survey
from gradatim.pyrat.search.tree import empty_trees, harvest, plant, search
from gradatim.recipes.pyrat.planner_dataset import Lessons, Table

DOUBT = 4.0


class SearchTable(Table):
    """A table at which the search writes down what goals are worth.

    Args:
        network: guides the search.
        rollouts: imagined games in each position.
        win_weight: of winning beside the lead.
    """

    def __init__(
        self, *arguments: Any, network: nn.Module, rollouts: int, win_weight: float
    ) -> None:
        super().__init__(*arguments)
        self.network, self.rollouts, self.win_weight = network, rollouts, win_weight
        n, state = self.games.n, self.games.state
        self.ground = empty_ground(n, state.cheese.shape[1], state.slots.shape[1])
        self.trees = empty_trees(n, 64 + 2 * rollouts, 0)
        self.slots = np.zeros_like(state.slots)  # whose ground is known
        self.mazes = np.full(n, -1, np.int32)

    def worth(self, n_second: int) -> np.ndarray:
        """What the search finds every goal worth, (N, K) pieces of cheese.

        A goal that was tried rarely is drawn towards the mean of all, as if it had been tried
        `DOUBT` times more with that result.
        """
        games, side, state = self.games, self.side, self.games.state
        n, mazes = games.n, games.pool.mazes
        new = (self.slots != state.slots).any(1) | (self.mazes != state.maze)
        over(survey, n, state, mazes, new, self.ground, at_least=4)
        self.slots[:], self.mazes[:] = state.slots, state.maze
        belief, styles, goals = self._rival()
        liking = self._liking() ** np.float32(LIKING)
        knobs = KNOBS.copy()
        knobs[2] = 1 - self.win_weight
        active = ~(state.over | state.capped)
        self.trees.random[:] = state.random | np.uint64(1)  # the same after a stop
        over(plant, n, active, self.trees)
        over(
            search,
            n,
            state,
            mazes,
            self.ground,
            side,
            active,
            self.rollouts,
            belief,
            styles,
            goals,
            liking,
            FINES,
            knobs,
            self.trees,
            at_least=1,
        )
        values = np.empty(state.slots.shape, np.float32)
        visits = np.empty(state.slots.shape, np.int32)
        over(harvest, n, active, self.trees, values, visits)
        mean = (self.trees.total[:, 0] / np.maximum(self.trees.visits[:, 0], 1))[:, None]
        tried = visits > 0
        drawn = (np.where(tried, values, 0) * visits + DOUBT * mean) / (visits + DOUBT)
        pieces = 2 * knobs[3] * (drawn - 0.5)  # a lead of knobs[3] pieces counts 1, none 0.5
        return np.where(tried, pieces, -np.inf).astype(np.float32)

    def _rival(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The opponent of this table, as the search knows rivals: belief, styles, goals."""
        n = self.games.n
        belief, goals = np.zeros((n, len(KINDS))), np.full((n, len(KINDS)), -1, np.int16)
        name = self.opponent.name
        kind = KINDS.index(name) if name in KINDS else THINKER
        belief[:, kind] = 1
        goal = getattr(self.opponent, "goal", None)
        if goal is not None and len(goal) == n:
            goals[:, kind] = goal
        return belief, STYLES, goals

    def _liking(self) -> np.ndarray:
        """The network's policy, the best goal of each game at 1."""
        policy, _ = judge(self.network, self.games, self.side, np.arange(self.games.n))
        there = np.isfinite(policy).any(1)
        liking = np.ones_like(policy)
        liking[there] = np.exp(policy[there] - policy[there].max(1, keepdims=True))
        return np.maximum(liking, 1e-3)


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
