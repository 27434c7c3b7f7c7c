"""Env batches: games of several presets against a pool of opponents, as PPO plays them.

An opponent is a scripted player by its name, `past` (the network as it was some time ago) or `self`
(the network plays both sides and learns from both).

Shapes: N games of an env batch, S sides that learn, of all env batches together.
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
from gradatim.recipes.pyrat.games import find_preset, spread_games, training_pool
from gradatim.spelling import given, spelled

TURN_CAP = 300  # of games in training, as in matches
PAST, SELF = "past", "self"


def check_opponents(names: tuple[str, ...]) -> None:
    """Refuse an opponent that nobody knows.

    Raises:
        UserError: none at all, or an unknown one.
    """
    allowed = [*PLAYERS, PAST, SELF]
    if not names:
        raise UserError(f"{given('opponents', ())}: give at least one of {', '.join(allowed)}.")
    for name in names:
        if name not in allowed:
            raise UserError(
                f"{spelled('opponents')} has {name!r}, which is not known: {nearest(name, allowed)}"
            )


class PPOEnvBatch:
    """Games of one preset against one opponent.

    Attributes:
        learners: policy adapters of the sides that learn, one or two.
        past: the policy adapter of a past network, or None.
    """

    def __init__(
        self, kind: type[PolicyAdapter], pool: MazePool, opponent: str, side: int, n: int, seed: int
    ):
        self.games = Games(pool, n, seed=seed)
        sides = (0, 1) if opponent == SELF else (side,)
        self.learners = [kind(self.games, s) for s in sides]
        self.past = kind(self.games, 1 - side) if opponent == PAST else None
        # Networks decide together, in one pass over all env batches; only scripted players are
        # called here.
        scripted = opponent not in (PAST, SELF)
        self.opponent = player(opponent, seed) if scripted else None
        spread_games(self.games, seed)

    def step(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Play a turn.

        Returns:
            as the learners see it, (sides * N,) each: points gained more than the other; 1, 0 or
            -1 for a game won, drawn or lost; and which games ended.
        """
        games = self.games
        # Chosen before anybody moves: both players move at the same time.
        actions = np.empty((games.n, 2), np.int8)
        for adapter in (*self.learners, *([self.past] if self.past else ())):
            actions[:, adapter.side] = adapter.actions()
        if self.opponent:
            other = 1 - self.learners[0].side
            actions[:, other] = self.opponent(games, other)
        outcome = games.step(actions)
        # A game that is cut short counts by its score: to wait for the cap should not pay.
        ended = outcome.over | outcome.capped
        gain = outcome.gained[:, 0] - outcome.gained[:, 1]
        result = np.sign(outcome.score[:, 0] - outcome.score[:, 1]) * ended
        # What the rat gains the Python loses: the game is zero-sum, so one number tells both.
        signs = [1 - 2 * adapter.side for adapter in self.learners]
        return (
            np.concatenate([sign * gain for sign in signs]),
            np.concatenate([sign * result for sign in signs]),
            np.concatenate([ended for _ in signs]),
        )

    def _parts(self) -> list[Any]:
        others = [part for part in (self.past, self.opponent) if part is not None]
        return [self.games, *self.learners, *others]

    def state_dict(self) -> list[dict[str, Tensor]]:
        return save_arrays(*self._parts())

    def load_state_dict(self, state: list[dict[str, Tensor]]) -> None:
        load_arrays(state, *self._parts())


def make_envs(
    kind: type[PolicyAdapter],
    presets: tuple[str, ...],
    opponents: tuple[str, ...],
    *,
    n: int,
    n_mazes: int,
    seed: int,
) -> list[PPOEnvBatch]:
    """An env batch for every preset and opponent.

    Args:
        kind: how the network decides.
        presets, opponents: names.
        n: games in all, about.
        n_mazes: per preset; fewer of the largest boards.
        seed: of mazes and games.
    """
    each = max(1, n // (len(presets) * len(opponents)))
    envs: list[PPOEnvBatch] = []
    for i, name in enumerate(presets):
        pool = training_pool(replace(find_preset(name), turn_cap=TURN_CAP), n_mazes, seed)
        for opponent in opponents:
            j = len(envs)
            # Sides alternate over presets and opponents: a network that learned one side only would
            # lose half of all matches.
            envs.append(PPOEnvBatch(kind, pool, opponent, (i + j) % 2, each, seed + 100 * j))
    return envs
