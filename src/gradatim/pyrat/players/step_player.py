"""A network that decides step by step, as a player.

Nothing keeps such a network from stepping to and fro for ever, so where nobody has eaten for
`PATIENCE` turns the player walks to the nearest cheese until somebody eats.
"""

import numpy as np
import torch
from torch import nn

from gradatim.errors import UserError
from gradatim.models.pyrat.mlp import BoardMLP
from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.presets import Preset
from gradatim.pyrat.players.base import TIE_FIRST
from gradatim.pyrat.players.policy_adapters import ADAPTERS, PolicyAdapter
from gradatim.pyrat.players.q_player import check_open_board
from gradatim.pyrat.players.scripted import Scripted, greedy

PATIENCE = 30  # turns


def check_board(model: nn.Module, preset: Preset, name: str = "this network") -> None:
    """Refuse a board that a network cannot play.

    Raises:
        UserError: an MLP on another board than its own, or on one with walls, mud or holes.
    """
    if not isinstance(model, BoardMLP):
        return
    check_open_board(preset)
    own = (model.config.board_width, model.config.board_height)
    if own != (preset.width, preset.height):
        raise UserError(
            f"{name} learned on a board of {own[0]}x{own[1]} and cannot play on "
            f"{preset.width}x{preset.height}."
        )


class StepPlayer:
    """Takes the step of the highest score."""

    def __init__(self, model: nn.Module, name: str = "network"):
        self.model, self.name = model.eval(), name
        self.greedy = Scripted("greedy-first", greedy, TIE_FIRST)
        self.adapter: PolicyAdapter | None = None
        self.cheese_left = np.empty(0, np.int16)
        self.idle_turns = np.empty(0, np.int64)  # turns since anybody has eaten

    @torch.no_grad()
    def __call__(self, games: Games, side: int) -> np.ndarray:
        adapter, state = self._adapter(games, side), games.state
        eaten = (state.cheese_left != self.cheese_left) | (state.turn == 0)
        self.idle_turns = np.where(eaten, 0, self.idle_turns + 1)
        self.cheese_left = state.cheese_left.copy()
        rows = adapter.due()
        if len(rows):
            device = next(self.model.parameters()).device
            observation = tuple(part.to(device) for part in adapter.observe(rows))
            policy, _ = adapter.evaluate(self.model, observation)
            adapter.set_choices(rows, policy.argmax(1).cpu().numpy())
        stuck, actions = self.idle_turns > PATIENCE, adapter.actions()
        return np.where(stuck, self.greedy(games, side), actions) if stuck.any() else actions

    def _adapter(self, games: Games, side: int) -> PolicyAdapter:
        """The adapter of these games, and a fresh memory where the games are new."""
        if self.adapter is None or self.adapter.games is not games or self.adapter.side != side:
            check_board(self.model, games.preset, self.name)
            self.adapter = ADAPTERS[type(self.model)](games, side)
            self.cheese_left = np.zeros(games.n, np.int16)
            self.idle_turns = np.zeros(games.n, np.int64)
        return self.adapter
