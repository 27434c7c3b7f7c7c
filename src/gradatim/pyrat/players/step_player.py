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
from gradatim.pyrat.game.presets import Setting
from gradatim.pyrat.players.base import TIE_FIRST
from gradatim.pyrat.players.policy_adapters import SEATS, Seat
from gradatim.pyrat.players.q_player import check_open
from gradatim.pyrat.players.scripted import Scripted, greedy

PATIENCE = 30  # turns


def check_board(model: nn.Module, setting: Setting, name: str = "this network") -> None:
    """Refuse a board that a network cannot play.

    Raises:
        UserError: an MLP on another board than its own, or on one with walls, mud or holes.
    """
    if not isinstance(model, BoardMLP):
        return
    check_open(setting)
    own = (model.config.board_width, model.config.board_height)
    if own != (setting.width, setting.height):
        raise UserError(
            f"{name} learned on a board of {own[0]}x{own[1]} and cannot play on "
            f"{setting.width}x{setting.height}."
        )


class StepPlayer:
    """Takes the step of the highest score."""

    def __init__(self, model: nn.Module, name: str = "network"):
        self.model, self.name = model.eval(), name
        self.nearest = Scripted("greedy-first", greedy, TIE_FIRST)
        self.seat: Seat | None = None
        self.seen = np.empty(0, np.int16)  # cheese left
        self.waited = np.empty(0, np.int64)  # turns since anybody has eaten

    @torch.no_grad()
    def __call__(self, games: Games, side: int) -> np.ndarray:
        state = games.state
        if self.seat is None or self.seat.games is not games or self.seat.side != side:
            check_board(self.model, games.setting, self.name)
            self.seat = SEATS[type(self.model)](games, side)
            self.seen, self.waited = np.zeros(games.n, np.int16), np.zeros(games.n, np.int64)
        eaten = (state.cheese_left != self.seen) | (state.turn == 0)
        self.waited = np.where(eaten, 0, self.waited + 1)
        self.seen = state.cheese_left.copy()
        rows = self.seat.due()
        if len(rows):
            device = next(self.model.parameters()).device
            seen = tuple(part.to(device) for part in self.seat.look(rows))
            self.seat.take(rows, self.seat.judge(self.model, seen).policy.argmax(1).cpu().numpy())
        tired = self.waited > PATIENCE
        actions = self.seat.actions()
        return np.where(tired, self.nearest(games, side), actions) if tired.any() else actions
