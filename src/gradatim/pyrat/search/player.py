"""A player that searches: which cheese next, rated by thousands of rollouts.

    play = SearchPlayer(network=champion_network())    # 300 rollouts per turn
    play = SearchPlayer(seconds=0.06)                  # as many as fit into the time

It grows a tree of its goals and one of its opponent's, which answer each other (`tree`). How often
the opponent plays to win in them, and how often as one of the known types, comes from a model of it
(`opponent_model`): its moves so far are the evidence. A network, where there is one, gives the
priors of the goals of both, and after every few hundred rollouts rates the nodes that were visited
most (`evaluation`). It searches anew on every turn, since every step of the opponent tells
something; with `seconds` it keeps what it found on the turns before. Small endings are solved
exactly (`endings`).

The player is committed to its goal (`goal_commitment`), so two searches do not dither, and parts
from a twin (`twins`).

Shapes: N games, C cells, K slots of cheese.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from gradatim.errors import UserError
from gradatim.pyrat import players
from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.parallel import n_threads, parallel_for
from gradatim.pyrat.players.base import Player
from gradatim.pyrat.players.goal_commitment import NEVER, choose_goals, new_commitment
from gradatim.pyrat.players.twins import TwinBreaker
from gradatim.pyrat.search.distance_tables import empty_tables, precompute_distances
from gradatim.pyrat.search.endings import Endings
from gradatim.pyrat.search.evaluation import NodeEvaluator, ask
from gradatim.pyrat.search.opponent_model import (
    PRIOR,
    STYLES,
    OpponentModel,
    distance_prior,
)
from gradatim.pyrat.search.task import ME, OPPONENT, SearchOptions, SearchTask
from gradatim.pyrat.search.tree import (
    NODES,
    empty_trees,
    fade,
    init_roots,
    root_statistics,
    search,
)
from gradatim.spelling import given

if TYPE_CHECKING:
    from torch import nn

# Per turn. In 200 games each (seed 3) that won 99.5 % against `greedy` on `walls`, and took 62 % of
# the points from the champion on `course`; 600 after each piece of cheese won 98.5 and took 60 %.
ROLLOUTS = 300
MAX_NODES = 16384
ENDING_SECONDS = 0.04  # to solve an ending, once per game, where no time is given
KEPT_NODES = 0.75  # fraction of a tree above which it is begun anew
ROLLOUTS_AT_ONCE = 50  # between two looks at the clock
ROLLOUTS_BETWEEN = 300  # before nodes are rated, and between two such times: a multiple of 50
OPTIONS = SearchOptions()
DISTANCE_SCALE = 2.0  # turns, where no network gives the goals of an unknown opponent
LEAST_PRIOR = 1e-3  # of a goal, the best at 1: every goal keeps a chance
PRIOR_POWER = 1.0  # power of the network's policy in the priors: 0 ignores it; with 0.5 it takes
# 38 % of the points from itself with 1.0 on `default`, 45 % on `course` (100 and 60 games)


class SearchPlayer:
    """A searching player; it remembers goal, opponent and distances in each game.

    Args:
        name: of the player.
        network: a `CheeseTransformer`, or None to search without.
        rollouts: per turn, at least 1.
        seconds: wall time per turn instead, on one core, 0.001 to 60.
        seed: of the rollouts.
        clock: tells the time in seconds.

    Raises:
        UserError: fewer than one rollout, or a time out of range.
    """

    prior = PRIOR  # of the types of opponents

    def __init__(
        self,
        name: str = "search",
        *,
        network: "nn.Module | None" = None,
        rollouts: int = ROLLOUTS,
        seconds: float | None = None,
        seed: int = 0,
        clock: Callable[[], float] = time.monotonic,
    ):
        if rollouts < 1:
            raise UserError(f"{given('rollouts', rollouts)}: give at least 1 per turn.")
        if seconds is not None and not 0.001 <= seconds <= 60:
            raise UserError(f"a search takes 0.001 to 60 seconds per move, not {seconds:g}.")
        self.name, self.model, self.seed = name, network, seed
        self.rollouts, self.seconds, self.clock = rollouts, seconds, clock
        self.allocate(0, 0, 0)  # which games there are is seen when they are played

    def allocate(self, n: int, C: int, K: int) -> None:
        """Make room for n games of C cheeses in all and K at once."""
        self.commitment = new_commitment(n)
        self.tables, self.has_tables = empty_tables(n, C, K), np.zeros(n, np.bool_)
        self._plant(n)
        self.opponent = OpponentModel(n, K, self.prior)
        self.goal_prior = np.ones((n, 2, K), np.float32)
        self.visits = np.full((n, K), NEVER, np.float32)  # of each goal in the last search

    def __call__(self, games: Games, side: int) -> np.ndarray:
        n, state, mazes = games.n, games.state, games.pool.mazes
        shape = n, state.cheese.shape[1], state.slots.shape[1]
        if self.tables.time.shape != shape:
            self.allocate(*shape)
        new = (state.turn == 0) | ~self.has_tables
        parallel_for(precompute_distances, n, state, mazes, new, self.tables, grain_size=4)
        self.has_tables[:] = True
        going = ~(state.over | state.capped)
        changed = self.opponent.update(games, side) & going
        self._set_priors(games, side, changed)
        self.opponent.predict(games, side)
        active = (state.mud_left[:, side] == 0) & going
        needed = self._due(changed, active)
        if needed.any():
            self._search(games, side, needed)
        return self._act(games, side)

    def _act(self, games: Games, side: int) -> np.ndarray:
        """A step towards the goal that the last search liked best."""
        likely = np.log(np.maximum(self.visits, 0), where=self.visits > 0, out=self.visits.copy())
        self.twins.separate(games, side, likely, self.commitment)
        actions = choose_goals(games, side, self.visits, self.commitment)
        self.endings.correct(games, side, actions)
        return actions

    def _due(self, changed: np.ndarray, active: np.ndarray) -> np.ndarray:
        """Games to search in: all in which I can choose.

        Args:
            changed: (N,) bool, games in which cheese was eaten since the last turn.
            active: (N,) bool, games that go on, with me outside mud.
        """
        return active

    def _set_priors(self, games: Games, side: int, changed: np.ndarray) -> None:
        """Priors of my goals, and of those of an unknown opponent."""
        if not changed.any():
            return
        state, probabilities = games.state, self.opponent.goal_probabilities
        if self.model is None:
            arguments = (games.pool.mazes, 1 - side, changed, DISTANCE_SCALE, probabilities)
            parallel_for(distance_prior, games.n, state, *arguments)
            return
        rows = np.flatnonzero(changed)
        for player in (side, 1 - side):
            policy, _ = ask(self.model, games, player, rows)
            weights = np.exp(policy[rows] - policy[rows].max(1, keepdims=True))
            if player == side:
                self.goal_prior[rows, ME] = np.maximum(weights, LEAST_PRIOR) ** PRIOR_POWER
            else:
                probabilities[rows] = weights / weights.sum(1, keepdims=True)

    def _plant(self, n: int) -> None:
        """Room for the trees of n games, and what follows a search."""
        self.twins = TwinBreaker(n, self.seed)
        n_nodes = MAX_NODES if self.seconds else min(MAX_NODES, 64 + self.rollouts)
        self.trees = empty_trees(n, n_nodes, self.seed)
        self.evaluator: NodeEvaluator | None = None  # it needs to see the games first
        # An ending is solved on one turn, and lasts for many.
        self.endings = Endings(n, self.seconds / 2 if self.seconds else ENDING_SECONDS, self.seed)
        self.searched_at = np.full(n, -1, np.int16)  # cheese that was left when a tree was begun

    def _grow(self, games: Games, side: int, needed: np.ndarray, until: float) -> np.ndarray:
        """Search in some games until a time; the visits of every first goal, (N, K) int32."""
        n, state, opponent = games.n, games.state, self.opponent
        likely = opponent.goal_probabilities
        likely = likely / np.maximum(likely.max(1, keepdims=True), 1e-300)
        self.goal_prior[:, OPPONENT] = np.maximum(likely, LEAST_PRIOR) ** PRIOR_POWER
        task = SearchTask(
            side=side,
            active=needed,
            n_rollouts=0,  # see `_repeat`
            belief=opponent.belief,
            styles=STYLES,
            opponent_goals=opponent.goals,
            goal_prior=self.goal_prior,
        )
        if self.seconds:
            full = self.trees.used[:, NODES] > KEPT_NODES * MAX_NODES
            fresh = needed & (full | (self.searched_at != state.cheese_left) | (state.turn == 0))
            self.searched_at[needed] = state.cheese_left[needed]
            parallel_for(fade, n, needed & ~fresh, self.trees)
        else:
            fresh = needed
        parallel_for(init_roots, n, fresh, self.trees)
        if self.model is not None and (self.evaluator is None or self.evaluator.games is not games):
            self.evaluator = NodeEvaluator(self.model, games)
            # There is nothing to rate yet, but now all is compiled.
            self.evaluator.rate(side, np.zeros(n, np.bool_), self.tables, self.trees, OPTIONS)
        self._repeat(games, task, until)
        values, visits = np.empty(self.visits.shape, np.float32), np.empty(self.visits.shape, "i4")
        parallel_for(root_statistics, n, needed, self.trees, values, visits)
        return visits

    def _repeat(self, games: Games, task: SearchTask, until: float) -> None:
        """Rollouts, and ratings of nodes in between, until their number or the time is reached."""
        state, mazes, done = games.state, games.pool.mazes, 0
        while True:
            n_rollouts = ROLLOUTS_AT_ONCE
            if not self.seconds:
                n_rollouts = min(ROLLOUTS_BETWEEN, self.rollouts - done)
            arguments = (state, mazes, self.tables, task._replace(n_rollouts=n_rollouts), OPTIONS)
            parallel_for(search, games.n, *arguments, self.trees, grain_size=1)
            done += n_rollouts
            if self.clock() >= until if self.seconds else done == self.rollouts:
                break
            if self.evaluator is not None and done % ROLLOUTS_BETWEEN == 0:
                self.evaluator.rate(task.side, task.active, self.tables, self.trees, OPTIONS)

    def _search(self, games: Games, side: int, needed: np.ndarray) -> None:
        """Search in the games that `needed` (N,) bool picks."""
        # Games that share a core are searched one after the other, and each has its full time.
        games_per_core = -(-int(needed.sum()) // min(n_threads(), games.n))
        until = self.clock() + self.seconds * games_per_core if self.seconds else 0.0
        visits = self._grow(games, side, needed, until)
        # The most visited goal is more robust than the one of the highest mean (Chaslot 2008).
        self.visits[needed] = np.where(visits > 0, visits, NEVER)[needed]


def open_search(
    spec: str, open_run: Callable[[Path], Callable[[int], Player]] | None = None
) -> Callable[[int], Player]:
    """What makes a searching player from what a user writes: search[:RUN][@SECONDS].

    Args:
        spec: RUN is a run folder whose network guides the search, or the champion where it is left
            out; SECONDS is the time per move, or a fixed number of rollouts without it.
        open_run: as for `gradatim.pyrat.matches.player_specs.open_contestant`.

    Raises:
        UserError: a time that is not a number, a folder that is not a run, another network.
    """
    # The name of a folder may hold an @ as well: with a RUN the last one counts.
    rest, at, time_text = spec.partition("@") if ":" not in spec else spec.rpartition("@")
    if not at:
        rest, time_text = spec, ""
    seconds = None
    if at:
        try:
            seconds = float(time_text)
        except ValueError:
            raise UserError(
                f"{spec!r}: after @ stand the seconds per move, for example search@0.1, not "
                f"{time_text!r}."
            ) from None
    _, colon, run = rest.partition(":")
    if colon and not run:
        raise UserError(f"{spec!r}: after search: stands a run folder; search alone has none.")
    if not run:
        network = players.champion_network()
    else:
        if open_run is None or not Path(run).is_dir():
            raise UserError(f"{spec!r}: there is no run folder {run}.")
        guide = open_run(Path(run))(0)
        if not isinstance(guide, players.NetworkPlayer):
            raise UserError(
                f"{run}: a search needs a network that rates cheeses; name a run of "
                "`gradatim train pyrat-imitation` or `pyrat-search`."
            )
        network = guide.model
    SearchPlayer(seconds=seconds)  # refuses a wrong time now, not in the first game
    return lambda seed: SearchPlayer(spec, network=network, seconds=seconds, seed=seed)
