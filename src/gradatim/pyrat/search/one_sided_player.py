"""The search of version 1: a tree of its own goals only, kept to measure others against.

What the opponent does comes from the model of it alone; where the opponent is none of the known
types, it plays the rule of the rollouts and answers nothing.
"""

from typing import Any

import numpy as np

from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.parallel import parallel_for
from gradatim.pyrat.players.goal_commitment import NEVER, choose_goals
from gradatim.pyrat.search.one_sided_tree import (
    OPTIONS,
    empty_trees,
    init_roots,
    root_statistics,
    search,
)
from gradatim.pyrat.search.opponent_model import PLANNER, STYLES
from gradatim.pyrat.search.player import MAX_NODES, ROLLOUTS_AT_ONCE, SearchPlayer
from gradatim.pyrat.search.simulation import RACE_AWARE, WAVERING
from gradatim.pyrat.search.task import SearchTask

ROLLOUTS = 200  # per decision
FIRM_STYLES = np.where(STYLES == WAVERING, RACE_AWARE, STYLES)  # its rollouts do not waver


class OneSidedSearchPlayer(SearchPlayer):
    """Searches over its own goals; see `SearchPlayer`."""

    prior = np.array([0.35, 0.1, 0.15, 0.2, 0.2])  # it expects a player that it knows

    def __init__(self, name: str = "search-1", *, rollouts: int = ROLLOUTS, **options: Any):
        super().__init__(name, rollouts=rollouts, **options)

    def _plant(self, n: int) -> None:
        n_nodes = MAX_NODES if self.seconds else min(MAX_NODES, 64 + 2 * self.rollouts)
        self.one_sided = empty_trees(n, n_nodes, self.seed)
        self.planner_goal = np.zeros(n, np.int16)  # where a planner would have gone then

    def _due(self, changed: np.ndarray, active: np.ndarray) -> np.ndarray:
        """Where cheese was eaten, or where an opponent that plans goes elsewhere than it did.

        Where an unknown opponent goes is a guess: to follow each new guess would be dithering.
        """
        no_goal = (self.commitment.goal < 0) | (self.visits.max(1) == NEVER)
        is_planner = self.opponent.belief.argmax(1) == PLANNER
        surprised = is_planner & (self.planner_goal != self.opponent.goals[:, PLANNER])
        due = active & (changed | surprised | no_goal | bool(self.seconds))
        self.visits[changed & ~active] = NEVER  # searched when the mud is left behind
        self.planner_goal[due] = self.opponent.goals[due, PLANNER]
        return due

    def _act(self, games: Games, side: int) -> np.ndarray:
        return choose_goals(games, side, self.visits, self.commitment)

    def _grow(self, games: Games, side: int, needed: np.ndarray, until: float) -> np.ndarray:
        n, opponent, trees = games.n, self.opponent, self.one_sided
        task = SearchTask(
            side=side,
            active=needed,
            n_rollouts=ROLLOUTS_AT_ONCE if self.seconds else self.rollouts,
            belief=opponent.belief,
            styles=FIRM_STYLES,
            opponent_goals=opponent.goals,
            goal_prior=self.goal_prior,
        )
        parallel_for(init_roots, n, needed, trees)
        arguments = (games.state, games.pool.mazes, self.tables, task, OPTIONS, trees)
        while True:
            parallel_for(search, n, *arguments, grain_size=1)
            if self.seconds is None or self.clock() >= until:
                break
        values, visits = np.empty(self.visits.shape, np.float32), np.empty(self.visits.shape, "i4")
        parallel_for(root_statistics, n, needed, trees, values, visits)
        return visits
