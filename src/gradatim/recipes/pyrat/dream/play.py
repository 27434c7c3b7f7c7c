"""Endless turns of real games: what a world model learns from, and is measured on.

Shapes: B boards, N games, P = 2 players.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor

from gradatim.models.pyrat.dream import N_ACTIONS
from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.maze_pool import MazePool
from gradatim.pyrat.game.presets import Preset
from gradatim.pyrat.players.base import TIE_FIRST
from gradatim.pyrat.players.scripted import Scripted, greedy
from gradatim.recipes.pyrat.dream.boards import Boards, boards_of

# Small boards, where something happens in every cell, with more mud than usual.
LEARNED = Preset(
    width=7,
    height=7,
    cells=85,
    walls=50,
    mud=40,
    mud_range=(2, 9),
    cheese=10,
    starts="random",
    turn_cap=100,
)
SPREAD = 30  # turns after which games have spread over their course


class Turn(NamedTuple):
    """One turn of B games."""

    before: Boards
    moves: Tensor  # int64 (B, P)
    after: Boards

    def to(self, device: torch.device) -> "Turn":
        """The same on a device."""
        return Turn(self.before.to(device), self.moves.to(device), self.after.to(device))


class TurnBatches:
    """Endless turns of B games that are played at once, each with the boards before and after it.

    Args:
        preset: the kind of game.
        n_mazes: mazes they are played on.
        batch_size: B.
        seed: of mazes, games and moves.
        random_moves: fraction of moves that are any of the five, walls and waiting included; the
            others are greedy.
    """

    steps_per_epoch = 1000  # the turns never end

    def __init__(
        self,
        preset: Preset,
        n_mazes: int,
        *,
        batch_size: int,
        seed: int,
        random_moves: float = 0.5,
    ) -> None:
        self.batch_size, self.random_moves = batch_size, random_moves
        pool = MazePool.build(preset, n_mazes, seed=seed)
        self.games = Games(pool, batch_size, seed=seed, auto_reset=False)
        self.greedy = Scripted("greedy", greedy, TIE_FIRST)
        self.random = np.random.default_rng([seed, 3])
        for _ in range(SPREAD):
            next(self)

    def __iter__(self) -> Iterator[Turn]:
        return self

    def __next__(self) -> Turn:
        over = self.games.state.over | self.games.state.capped
        if over.any():
            self.games.reset(over)
        before, moves = boards_of(self.games), self.moves()
        self.games.step(moves)
        return Turn(before, torch.from_numpy(moves.astype(np.int64)), boards_of(self.games))

    def moves(self) -> np.ndarray:
        """The moves of both players, (B, P) int8."""
        sensible = np.stack([self.greedy(self.games, side) for side in range(2)], axis=1)
        anything = self.random.integers(0, N_ACTIONS, sensible.shape, np.int8)
        return np.where(self.random.random(sensible.shape) < self.random_moves, anything, sensible)

    def state_dict(self) -> dict[str, Any]:
        state = self.games.state._asdict()
        games = {name: torch.from_numpy(_signed(part).copy()) for name, part in state.items()}
        return {"games": games, "random": self.random.bit_generator.state}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        for name, part in self.games.state._asdict().items():
            _signed(part)[:] = state["games"][name].numpy()
        self.random.bit_generator.state = state["random"]


def _signed(array: np.ndarray) -> np.ndarray:
    return array.view(np.int64) if array.dtype == np.uint64 else array  # torch.save knows int64
