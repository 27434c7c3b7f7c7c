"""A player that searches: which cheese next, judged by thousands of imagined games.

    play = SearchPlayer(network=champion_network())    # 200 imagined games a decision
    play = SearchPlayer(seconds=0.06)                  # as many as fit into the time

It grows a tree of its own goals (`search_tree`); what the other does in the imagined games comes
from what was seen of it (`rivals`). A network, where there is one, says which goals are worth
trying first, and where a rival that fits no rule is going. It thinks again when cheese was eaten
or when a planner goes elsewhere than it did; with `seconds`, on every turn.

The goal is kept like the planner's: another one must be better, and after a few changes of mind
without cheese eaten the player goes where it is going, so two searches do not dither.
"""

import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from gradatim.errors import UserError
from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.parallel import n_threads, over
from gradatim.pyrat.players.planner import NEVER, decide
from gradatim.pyrat.search.opponent_model import PLANNER, STYLES, Rivals, nearness
from gradatim.pyrat.search.simulation import FINES, empty_ground, survey
from gradatim.pyrat.search.tree import empty_trees, harvest, plant, search

if TYPE_CHECKING:
    from collections.abc import Callable

    from torch import nn

    from gradatim.pyrat.players.base import Player

ROLLOUTS = 200  # imagined games a decision
MOST_NODES = 16384
AT_ONCE = 200  # imagined games between two looks at the clock
# Exploration, softness of priors in turns, weight of the lead beside the win, lead that counts full
KNOBS = np.array([0.3, 4.0, 0.3, 10.0])
AIM_SOFTNESS = 2.0  # turns, where no network says what a thinker likes
LIKING = 0.5  # power of the network's policy in the priors: 0 ignores it


class SearchPlayer:
    """A searching player; it remembers a goal, a rival and the lie of the cheese for each game.

    Args:
        name: of the player.
        network: a `CheeseTransformer`, or None to search without.
        rollouts: imagined games a decision.
        seconds: of wall time a decision instead, on one core.
        seed: of the imagined games.

    Raises:
        UserError: fewer than one rollout, or a time that is not positive.
    """

    def __init__(
        self,
        name: str = "search",
        *,
        network: "nn.Module | None" = None,
        rollouts: int = ROLLOUTS,
        seconds: float | None = None,
        seed: int = 0,
    ):
        if rollouts < 1:
            raise UserError(f"a search needs at least 1 imagined game a decision, not {rollouts}.")
        if seconds is not None and not 0.001 <= seconds <= 60:
            raise UserError(f"a search takes 0.001 to 60 seconds a move, not {seconds:g}.")
        self.name, self.model, self.seed = name, network, seed
        self.rollouts, self.seconds = rollouts, seconds
        self.goal = np.empty(0, np.int16)

    def _begin(self, games: Games) -> None:
        n, state = games.n, games.state
        C, K = state.cheese.shape[1], state.slots.shape[1]
        nodes = MOST_NODES if self.seconds else min(MOST_NODES, 64 + 2 * self.rollouts)
        self.goal = np.full(n, -1, np.int16)  # slot it walks to, -1 for none
        self.seen, self.changes = np.zeros(n, np.int16), np.zeros(n, np.int8)  # see `decide`
        self.ground, self.surveyed = empty_ground(n, C, K), np.zeros(n, np.bool_)
        self.trees = empty_trees(n, nodes, self.seed)
        self.rivals = Rivals(n, K)
        self.liking = np.ones((n, K), np.float32)
        self.judged = np.full((n, K), NEVER, np.float32)  # what the last search thought
        self.expected = np.zeros(n, np.int16)  # where a planner would have gone then

    def __call__(self, games: Games, side: int) -> np.ndarray:
        n, state, mazes = games.n, games.state, games.pool.mazes
        if len(self.goal) != n or self.judged.shape[1] != state.slots.shape[1]:
            self._begin(games)
        new = (state.turn == 0) | ~self.surveyed
        over(survey, n, state, mazes, new, self.ground, at_least=4)
        self.surveyed[:] = True
        going = ~(state.over | state.capped)
        changed = self.rivals.learn(games, side) & going
        self._ask_network(games, side, changed)
        self.rivals.expect(games, side)
        active = (state.mud_left[:, side] == 0) & going
        think = active & (changed | self._surprised() | (self.goal < 0) | bool(self.seconds))
        think |= active & (self.judged.max(1) == NEVER)
        self.judged[changed & ~active] = NEVER  # thought about when the mud is left behind
        if think.any():
            self._think(games, side, think)
        actions = np.empty(n, np.int8)
        over(
            decide, n, state, mazes, side, self.judged, self.goal, self.seen, self.changes, actions
        )
        return actions

    def _surprised(self) -> np.ndarray:
        """Games in which a planner goes elsewhere than when we thought last.

        Where a thinker goes is a guess: to follow each new guess would be dithering.
        """
        goes = self.rivals.goals[:, PLANNER]
        return (self.rivals.belief.argmax(1) == PLANNER) & (self.expected != goes)

    def _ask_network(self, games: Games, side: int, changed: np.ndarray) -> None:
        """Priors of my goals, and where a thinker is likely to go."""
        if not changed.any():
            return
        if self.model is None:
            other = 1 - side
            over(
                nearness,
                games.n,
                games.state,
                games.pool.mazes,
                other,
                changed,
                AIM_SOFTNESS,
                self.rivals.aims,
            )
            return
        from gradatim.pyrat.players.network_player import judge

        rows = np.flatnonzero(changed)
        for player, into in ((side, self.liking), (1 - side, self.rivals.aims)):
            policy, _ = judge(self.model, games, player, rows)
            weights = np.exp(policy[rows] - policy[rows].max(1, keepdims=True))
            if player == side:
                into[rows] = np.maximum(weights, 1e-3) ** LIKING
            else:
                into[rows] = weights / weights.sum(1, keepdims=True)

    def _think(self, games: Games, side: int, think: np.ndarray) -> None:
        """Search in some games."""
        n, state = games.n, games.state
        self.expected[think] = self.rivals.goals[think, PLANNER]
        over(plant, n, think, self.trees)
        turns = -(-int(think.sum()) // min(n_threads(), n))  # of thinking, one after the other
        until = time.monotonic() + (self.seconds or 0) * turns
        while True:
            over(
                search,
                n,
                state,
                games.pool.mazes,
                self.ground,
                side,
                think,
                AT_ONCE if self.seconds else self.rollouts,
                self.rivals.belief,
                STYLES,
                self.rivals.goals,
                self.liking,
                FINES,
                KNOBS,
                self.trees,
                at_least=1,
            )
            if self.seconds is None or time.monotonic() >= until:
                break
        values = np.empty((n, state.slots.shape[1]), np.float32)
        visits = np.empty(values.shape, np.int32)
        over(harvest, n, think, self.trees, values, visits)
        self.judged[think] = np.where(visits > 0, visits, NEVER)[think]


def open_search(
    word: str, open_run: "Callable[[Path], Callable[[int], Player]] | None" = None
) -> "Callable[[int], Player]":
    """What makes a searching player from what a user writes: search[:RUN][@SECONDS].

    Args:
        word: RUN is a run folder whose network guides the search, or the champion where it is left
            out; SECONDS is the time for a move, or a fixed number of imagined games without it.
        open_run: as for `gradatim.pyrat.matches.player_specs.contestant`.

    Raises:
        UserError: a time that is no number, a folder that is no run, a network of another kind.
    """
    from gradatim.pyrat.players.champion import champion_network
    from gradatim.pyrat.players.network_player import NetworkPlayer

    rest, at, time_words = word.partition("@") if ":" not in word else word.rpartition("@")
    if not at:
        rest, time_words = word, ""
    seconds = None
    if at:
        try:
            seconds = float(time_words)
        except ValueError:
            raise UserError(
                f"{word!r}: after @ stand the seconds of a move, for example search@0.1, not "
                f"{time_words!r}."
            ) from None
    run = rest.partition(":")[2]
    if not run:
        network = champion_network()
    else:
        if open_run is None or not Path(run).is_dir():
            raise UserError(f"{word!r}: there is no run folder {run}.")
        guide = open_run(Path(run))(0)
        if not isinstance(guide, NetworkPlayer):
            raise UserError(
                f"{run}: a search needs a network that judges cheeses; name a run of "
                "`gradatim train pyrat-imitation` or `pyrat-search`."
            )
        network = guide.model
    SearchPlayer(seconds=seconds)  # refuses a wrong time now, not in the first game
    return lambda seed: SearchPlayer(word, network=network, seconds=seconds, seed=seed)
