"""What a network outputs during a game: goals, moves, expected lead, attention, turn by turn.

Shapes: K cheeses that are left, H heads.
"""

from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from gradatim.errors import UserError
from gradatim.models.attention import record_attention
from gradatim.models.pyrat.cheese_transformer import CheeseTransformer
from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.matches.board_text import BoardState
from gradatim.pyrat.players.base import Player, lowest_action
from gradatim.pyrat.players.network_player import NetworkPlayer, network_input
from gradatim.pyrat.players.q_player import (
    QNetwork,
    QPlayer,
    observe_board,
    symmetric_q_values,
)


class TraceStep(NamedTuple):
    """The outputs of the network in one turn in which it can choose."""

    turn: int
    now: BoardState
    lead: float  # points ahead
    value: float  # expected lead at the end
    moves: np.ndarray  # (4,) probability of each move, or its value for a Q-network
    cells: np.ndarray  # (K,) of the cheeses
    policy: np.ndarray  # (K,) probability of each as the next goal
    times: np.ndarray  # (2, K) turns to each, for the network and for the other
    between: np.ndarray  # (K, K) turns between cheeses
    goal: int | None  # the cell it walks to
    attention: list[Tensor]  # one (H, K, K) per layer


class TraceRecorder:
    """Records a network in every turn in which it can choose, before the turn is played.

    Args:
        model: a `CheeseTransformer` or a `QNetwork`.
        name: a run folder or `champion`, as the user wrote it.

    Raises:
        UserError: another network.
    """

    def __init__(self, model: nn.Module, name: str):
        if not isinstance(model, CheeseTransformer | QNetwork):
            raise UserError(
                f"{name} is a run of another kind, whose network does not play PyRat: name a run "
                "of `gradatim train pyrat-imitation` or `pyrat-dqn`, or `champion`."
            )
        self.model, self.name = model, name
        self.trace: list[TraceStep] = []
        self.player: Any = None  # the player with this network; it has a goal

    def make(self, seed: int) -> Player:
        """The network as a player."""
        if isinstance(self.model, QNetwork):
            self.player = QPlayer(self.model, self.name)
        else:
            self.player = NetworkPlayer(self.model, self.name, seed)
        return self.player

    @torch.no_grad()
    def record(self, games: Games) -> None:
        """Append the outputs of this turn; call it when the player has chosen (see `record`)."""
        state = games.state
        if state.mud_left[0, 0] > 0:
            return
        position = state.position[0].tolist()
        now = BoardState((position[0], position[1]), state.cheese[0].copy())
        lead = float(state.score[0, 0] - state.score[0, 1])
        outputs = self._goals if isinstance(self.model, CheeseTransformer) else self._steps
        self.trace.append(
            TraceStep(turn=int(state.turn[0]) + 1, now=now, lead=lead, **outputs(games))
        )

    def _goals(self, games: Games) -> dict[str, Any]:
        observed = network_input(games, 0, np.zeros(1, np.int64))
        with record_attention(self.model) as records:
            output = self.model(*observed[:3])
        policy = output.policy[0].softmax(0).numpy()
        state, mazes = games.state, games.pool.mazes
        cells = state.slots[0, observed.slots[0].numpy()]
        first_moves = mazes.first_moves[state.maze[0], state.position[0, 0], cells]
        moves = np.zeros(4)
        for bits, probability in zip(first_moves, policy, strict=True):
            if action := lowest_action(bits):
                moves[action - 1] += probability
        goal = int(self.player.commitment.goal[0])
        return {
            "value": float(output.value[0]),
            "moves": moves,
            "cells": cells,
            "policy": policy,
            "times": observed.tokens[0, :, 1:3].numpy().T,
            "between": observed.between[0].numpy(),
            "goal": int(state.slots[0, goal]) if goal >= 0 else None,
            "attention": [call[0][0] for call in records.values() if call],
        }

    def _steps(self, games: Games) -> dict[str, Any]:
        assert isinstance(self.model, QNetwork)
        values = symmetric_q_values(self.model, observe_board(games, 0))[0].numpy()
        lead = float(games.state.score[0, 0] - games.state.score[0, 1])
        nothing = np.zeros(0)
        return {
            "value": lead + float(values.max()),
            "moves": values,
            "cells": nothing.astype(int),
            "policy": nothing,
            "times": np.zeros((2, 0)),
            "between": np.zeros((0, 0)),
            "goal": None,
            "attention": [],
        }
