"""Tables: games of several settings against a pool of opponents, as a policy gradient plays them.

An opponent is a scripted player by its name, `past` (the network as it was some time ago) or `self`
(the network plays both sides and learns from both).

Shapes: N games of a table, S adapters that learn, of all tables together.
"""

from dataclasses import replace
from typing import Any

import numpy as np
from torch import Tensor

from gradatim.errors import UserError, nearest
from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.maze_pool import MazePool
from gradatim.pyrat.game.serialization import load_arrays, save_arrays
from gradatim.pyrat.players.policy_adapters import PolicyAdapter
from gradatim.pyrat.registry import PLAYERS, player
from gradatim.recipes.pyrat.planner_dataset import find_preset

TURN_CAP = 300  # of games in training, as in the arena
SETTLE = 64  # turns in which games spread over beginnings, middles and ends
PAST, SELF = "past", "self"


def check_opponents(names: tuple[str, ...]) -> None:
    """Refuse an opponent that nobody knows.

    Raises:
        UserError: none at all, or an unknown one.
    """
    if not names:
        raise UserError(f"name at least one opponent: {', '.join([*PLAYERS, PAST, SELF])}.")
    for name in names:
        if name not in (*PLAYERS, PAST, SELF):
            allowed = [*PLAYERS, PAST, SELF]
            raise UserError(f"unknown opponent {name!r}: {nearest(name, allowed)}")


class Table:
    """Games of one setting against one opponent.

    Attributes:
        learners: adapters that learn, one or two.
        past: the adapter of a past self, or None.
    """

    def __init__(
        self, kind: type[PolicyAdapter], pool: MazePool, opponent: str, side: int, n: int, seed: int
    ):
        self.games = Games(pool, n, seed=seed)
        sides = (0, 1) if opponent == SELF else (side,)
        self.learners = [kind(self.games, s) for s in sides]
        self.past = kind(self.games, 1 - side) if opponent == PAST else None
        scripted = opponent not in (PAST, SELF)
        self.opponent = player(opponent, seed) if scripted else None
        spread, random = player("greedy", seed), np.random.default_rng([seed, 2])
        for _ in range(SETTLE):
            self.games.step(np.stack([spread(self.games, 0), spread(self.games, 1)], axis=1))
            self.games.reset(random.random(n) < 2 / SETTLE)

    def step(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Play a turn.

        Returns:
            as the learners see it, (adapters * N,) each: points gained more than the other, 1, 0 or
            -1 for a game won, drawn or lost, and which games ended.
        """
        games = self.games
        actions = np.empty((games.n, 2), np.int8)
        for adapter in (*self.learners, *([self.past] if self.past else ())):
            actions[:, adapter.side] = adapter.actions()
        if self.opponent:
            other = 1 - self.learners[0].side
            actions[:, other] = self.opponent(games, other)
        outcome = games.step(actions)
        ended = outcome.over | outcome.capped
        gain = outcome.gained[:, 0] - outcome.gained[:, 1]
        result = np.sign(outcome.score[:, 0] - outcome.score[:, 1]) * ended
        signs = [1 - 2 * adapter.side for adapter in self.learners]
        return (
            np.concatenate([sign * gain for sign in signs]),
            np.concatenate([sign * result for sign in signs]),
            np.concatenate([ended for _ in signs]),
        )

    def _things(self) -> list[Any]:
        others = [thing for thing in (self.past, self.opponent) if thing is not None]
        return [self.games, *self.learners, *others]

    def state_dict(self) -> list[dict[str, Tensor]]:
        return save_arrays(*self._things())

    def load_state_dict(self, state: list[dict[str, Tensor]]) -> None:
        load_arrays(state, *self._things())


def make_tables(
    kind: type[PolicyAdapter],
    settings: tuple[str, ...],
    opponents: tuple[str, ...],
    *,
    n: int,
    n_mazes: int,
    seed: int,
) -> list[Table]:
    """A table for every setting and opponent.

    Args:
        kind: how the network decides.
        settings, opponents: names.
        n: games in all, about.
        n_mazes: of each setting; fewer of the largest boards.

    Raises:
        UserError: an unknown name.
    """  # fmt: skip
    check_opponents(opponents)
    if not settings:
        raise UserError("name at least one setting to learn on.")
    each = max(1, n // (len(settings) * len(opponents)))
    tables: list[Table] = []
    for i, name in enumerate(settings):
        chosen = replace(find_preset(name), turn_cap=TURN_CAP)
        few = max(8, n_mazes * 315 // max(315, chosen.width * chosen.height))
        pool = MazePool.build(chosen, few, seed=seed * 100_000)
        for opponent in opponents:
            j = len(tables)
            tables.append(Table(kind, pool, opponent, (i + j) % 2, each, seed + 100 * j))
    return tables
