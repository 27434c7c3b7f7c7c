"""A policy adapter: one side of many games, played by a network, by goals or step by step.

    rows = adapter.due()                              # games in which a decision is due
    policy, value = adapter.evaluate(model, adapter.observe(rows))
    adapter.set_choices(rows, policy.argmax(1).numpy())
    actions[:, adapter.side] = adapter.actions()      # of all games, (N,)

A `GoalPolicy` decides on a cheese and walks there; the next decision is due when a cheese has been
eaten. So a game of a hundred turns is a few dozen decisions: a semi-Markov decision process
(Sutton, Precup and Singh 1999). A `PlanesPolicy` and a `FlatPolicy` decide on every step.

Shapes: N games, B games that are observed, K cheeses left at most, A choices.
"""

import numpy as np
import torch
from torch import Tensor, nn

from gradatim.models.pyrat.cheese_transformer import CheeseTransformer, PolicyValue
from gradatim.models.pyrat.convnet import BoardConvNet
from gradatim.models.pyrat.mlp import N_STEPS, BoardMLP
from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.observations import observe_flat, observe_planes
from gradatim.pyrat.players.network_player import network_input
from gradatim.pyrat.players.q_player import check_open_board
from gradatim.pyrat.players.scripted import towards

PART = 256  # games per forward pass, of about equally many cheeses
NO_CHOICE = -1e9  # score of a choice that is not there: finite, so that 0 times it is 0

Observation = tuple[Tensor, ...]  # of B games, each tensor (B, ...)


class PolicyAdapter:
    """One side of a batch of games; what all kinds of adapters have in common."""

    def __init__(self, games: Games, side: int):
        self.games, self.side = games, side

    def due(self) -> np.ndarray:
        """The games in which a decision is due, (B,)."""
        raise NotImplementedError

    def observe(self, rows: np.ndarray) -> Observation:
        """Observe some games, given by their numbers (B,)."""
        raise NotImplementedError

    def set_choices(self, rows: np.ndarray, choices: np.ndarray) -> None:
        """Follow choices (B,) in the games that were observed last."""
        raise NotImplementedError

    def actions(self) -> np.ndarray:
        """The action of every game, (N,) int8."""
        raise NotImplementedError

    @staticmethod
    def collate(parts: list[Observation]) -> Observation:
        """Concatenate observations."""
        return tuple(torch.cat(column) for column in zip(*parts, strict=True))

    @staticmethod
    def evaluate(model: nn.Module, observation: Observation) -> PolicyValue:
        """Ask the network: policy (B, A), `NO_CHOICE` where there is none, and value (B,)."""
        raise NotImplementedError


class GoalPolicy(PolicyAdapter):
    """Decides which cheese to walk to, and keeps the goal until a cheese is eaten."""

    def __init__(self, games: Games, side: int):
        super().__init__(games, side)
        self.goal = np.full(games.n, -1, np.int64)  # slot of cheese
        self.cheese_left = np.full(games.n, -1, np.int16)  # when the goal was chosen
        self.slots = np.empty((0, 0), np.int64)  # (B, K) of the last observation

    def due(self) -> np.ndarray:
        state = self.games.state
        changed = (state.turn == 0) | (state.cheese_left != self.cheese_left)
        free = (state.mud_left[:, self.side] == 0) & ~(state.over | state.capped)
        return np.flatnonzero(changed & free)

    def observe(self, rows: np.ndarray) -> Observation:
        """Tokens (B, K, 11), times between cheeses (B, K, K) int16, summary (B, 12)."""
        observed = network_input(self.games, self.side, rows)
        self.slots = observed.slots.numpy()
        return observed.tokens, observed.between.to(torch.int16), observed.summary

    def set_choices(self, rows: np.ndarray, choices: np.ndarray) -> None:
        self.goal[rows] = self.slots[np.arange(len(rows)), choices]
        self.cheese_left[rows] = self.games.state.cheese_left[rows]

    def actions(self) -> np.ndarray:
        return towards(self.games, self.side, self.goal)

    @staticmethod
    def collate(parts: list[Observation]) -> Observation:
        """Concatenate observations, padded with 0 to the largest number of cheeses."""
        K = max(part[0].shape[1] for part in parts)
        tokens, between, summary = zip(*parts, strict=True)
        sizes = [len(part) for part in tokens]
        all_tokens = tokens[0].new_zeros(sum(sizes), K, tokens[0].shape[2])
        all_between = between[0].new_zeros(sum(sizes), K, K)
        blocks = zip(all_tokens.split(sizes), all_between.split(sizes), strict=True)
        for (token_block, between_block), some, times in zip(blocks, tokens, between, strict=True):
            k = some.shape[1]
            token_block[:, :k] = some
            between_block[:, :k, :k] = times
        return all_tokens, all_between, torch.cat(summary)

    @staticmethod
    def evaluate(model: nn.Module, observation: Observation) -> PolicyValue:
        """Games with about equally many cheeses go together, so that little is padded."""
        tokens, between, summary = observation
        K = tokens.shape[1]
        left = (tokens[..., 0] > 0).sum(1)
        order = left.argsort(stable=True)
        policies, values = [], []
        for part in order.split(PART):
            k = max(1, int(left[part[-1]]))
            output = model(tokens[part, :k], between[part, :k, :k].float(), summary[part])
            policy = output.policy.float().clamp(min=NO_CHOICE)
            policies.append(nn.functional.pad(policy, (0, K - k), value=NO_CHOICE))
            values.append(output.value.float())
        back = order.argsort()
        return PolicyValue(torch.cat(policies)[back], torch.cat(values)[back])


class StepPolicy(PolicyAdapter):
    """Decides on every step: north, east, south or west."""

    def __init__(self, games: Games, side: int):
        super().__init__(games, side)
        self.step = np.zeros(games.n, np.int8)

    def due(self) -> np.ndarray:
        state = self.games.state
        return np.flatnonzero((state.mud_left[:, self.side] == 0) & ~(state.over | state.capped))

    def set_choices(self, rows: np.ndarray, choices: np.ndarray) -> None:
        self.step[rows] = choices + 1

    def actions(self) -> np.ndarray:
        return self.step


class PlanesPolicy(StepPolicy):
    """Sees the board as an image; all boards of a batch have one size."""

    def observe(self, rows: np.ndarray) -> Observation:
        """Planes (B, 14, H, W), in half precision: a rollout of PPO holds many."""
        return (torch.from_numpy(observe_planes(self.games, self.side)[rows]).half(),)

    @staticmethod
    def evaluate(model: nn.Module, observation: Observation) -> PolicyValue:
        (planes,) = observation
        parts = [model(part.float()) for part in planes.split(PART)]
        policy = torch.cat([part.policy.float() for part in parts])
        closed = ~open_steps(planes.float())
        value = torch.cat([part.value.float() for part in parts])
        return PolicyValue(policy.masked_fill(closed, NO_CHOICE), value)


class FlatPolicy(StepPolicy):
    """Sees the canvas of the lab, on open boards."""

    def __init__(self, games: Games, side: int):
        super().__init__(games, side)
        check_open_board(games.preset)

    def observe(self, rows: np.ndarray) -> Observation:
        """Canvas (B, 2, 2H - 1, 2W - 1) uint8; lead and cheese left, (B, 2)."""
        state = self.games.state
        lead = state.score[rows, self.side] - state.score[rows, 1 - self.side]
        numbers = np.stack([lead, state.cheese_left[rows].astype(np.float32)], axis=1)
        canvas = torch.from_numpy(observe_flat(self.games, self.side)[rows])
        return canvas.to(torch.uint8), torch.from_numpy(numbers)

    @staticmethod
    def evaluate(model: nn.Module, observation: Observation) -> PolicyValue:
        canvas, numbers = observation
        policy, value = model(canvas.float(), numbers)
        return PolicyValue(policy.float(), value.float())


def open_steps(planes: Tensor) -> Tensor:
    """Which of the four steps from my cell are not walls, (B, 4) bool."""
    passes, me = planes[:, :N_STEPS], planes[:, 6:7]  # see `observations.PLANES`
    return (passes * me).sum((2, 3)) > 0


ADAPTERS: dict[type[nn.Module], type[PolicyAdapter]] = {
    CheeseTransformer: GoalPolicy,
    BoardConvNet: PlanesPolicy,
    BoardMLP: FlatPolicy,
}
