"""What a network thinks during a game: goals, moves, expected lead, attention, turn by turn.

Shapes: K cheeses that are left, H heads.
"""

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from gradatim.errors import UserError
from gradatim.models.attention import record_attention
from gradatim.models.pyrat.cheese_transformer import CheeseTransformer

if TYPE_CHECKING:  # the game's compiler takes half a second to import: only those who play wait
    from gradatim.pyrat.game.engine import Games
    from gradatim.pyrat.matches.board_text import Moment
    from gradatim.pyrat.matches.player_specs import MakePlayer
    from gradatim.pyrat.players.base import Player


class Thought(NamedTuple):
    """What the network thinks in one turn in which it can choose."""

    turn: int
    now: "Moment"
    lead: float  # points ahead
    value: float  # expected lead at the end
    moves: np.ndarray  # (4,) probability of each move, or its worth for a Q-network
    cells: np.ndarray  # (K,) of the cheeses
    policy: np.ndarray  # (K,) probability of each as the next goal
    times: np.ndarray  # (2, K) turns to each, for the network and for the other
    between: np.ndarray  # (K, K) turns between cheeses
    goal: int | None  # the cell it walks to
    attention: list[Tensor]  # one (H, K, K) a layer


class Watcher:
    """Asks a network in every turn in which it can choose, before the turn is played.

    Args:
        model: a `CheeseTransformer` or a `QNetwork`.
        word: how the user named it.

    Raises:
        UserError: another network.
    """

    def __init__(self, model: nn.Module, word: str):
        from gradatim.pyrat.players.q_player import QNetwork

        if not isinstance(model, CheeseTransformer | QNetwork):
            raise UserError(
                f"{word} is a run of another kind, whose network does not play PyRat: name a run "
                "of `gradatim train pyrat-imitation` or `pyrat-dqn`, or `champion`."
            )
        self.model, self.word = model, word
        self.thoughts: list[Thought] = []
        self.player: Any = None  # who plays this network; it remembers its goal

    @property
    def make(self) -> "MakePlayer":
        from gradatim.pyrat.players.network_player import NetworkPlayer
        from gradatim.pyrat.players.q_player import QNetwork, QPlayer

        def make(seed: int) -> "Player":
            if isinstance(self.model, QNetwork):
                self.player = QPlayer(self.model, self.word)
            else:
                self.player = NetworkPlayer(self.model, self.word, seed)
            return self.player

        return make

    @torch.no_grad()
    def look(self, games: "Games") -> None:
        """Note what the network thinks now."""
        from gradatim.pyrat.matches.board_text import Moment

        state = games.state
        if state.mud_left[0, 0] > 0:
            return
        position = state.position[0].tolist()
        now = Moment((position[0], position[1]), state.cheese[0].copy())
        lead = float(state.score[0, 0] - state.score[0, 1])
        about: dict[str, Any] = {"turn": int(state.turn[0]) + 1, "now": now, "lead": lead}
        ask = self._goals if isinstance(self.model, CheeseTransformer) else self._steps
        self.thoughts.append(Thought(**about, **ask(games)))

    def _goals(self, games: "Games") -> dict[str, Any]:
        from gradatim.pyrat.players.base import lowest_action
        from gradatim.pyrat.players.network_player import view

        seen = view(games, 0, np.zeros(1, np.int64))
        with record_attention(self.model) as records:
            outlook = self.model(*seen[:3])
        policy = outlook.policy[0].softmax(0).numpy()
        state, mazes = games.state, games.pool.mazes
        cells = state.slots[0, seen.slots[0].numpy()]
        ways = mazes.first_moves[state.maze[0], state.position[0, 0], cells]
        moves = np.zeros(4)
        for way, share in zip(ways, policy, strict=True):
            if action := lowest_action(way):
                moves[action - 1] += share
        goal = int(self.player.goal[0])
        return {
            "value": float(outlook.value[0]),
            "moves": moves,
            "cells": cells,
            "policy": policy,
            "times": seen.tokens[0, :, 1:3].numpy().T,
            "between": seen.between[0].numpy(),
            "goal": int(state.slots[0, goal]) if goal >= 0 else None,
            "attention": [call[0][0] for call in records.values() if call],
        }

    def _steps(self, games: "Games") -> dict[str, Any]:
        from gradatim.pyrat.players.q_player import QNetwork, balanced_q_values, glance

        assert isinstance(self.model, QNetwork)
        worth = balanced_q_values(self.model, glance(games, 0))[0].numpy()
        lead = float(games.state.score[0, 0] - games.state.score[0, 1])
        nothing = np.zeros(0)
        return {
            "value": lead + float(worth.max()),
            "moves": worth,
            "cells": nothing.astype(int),
            "policy": nothing,
            "times": np.zeros((2, 0)),
            "between": np.zeros((0, 0)),
            "goal": None,
            "attention": [],
        }
