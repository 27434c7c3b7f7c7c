"""A seat: one side of many games, for which a network decides, by goals or step by step.

    rows = seat.due()                           # games in which a decision is due
    policy, value = seat.judge(model, seat.look(rows))
    seat.take(rows, policy.argmax(1).numpy())
    actions[:, seat.side] = seat.actions()      # of all games, (N,)

A `GoalSeat` decides on a cheese and walks there; the next decision is due when anybody has eaten.
So a game of a hundred turns is a few dozen decisions: a semi-Markov decision process (Sutton,
Precup and Singh 1999). A `PlanesSeat` and a `FlatSeat` decide on every step.

Shapes: N games, B games that are looked at, K cheeses left at most, A choices.
"""

import numpy as np
import torch
from torch import Tensor, nn

from gradatim.models.pyrat.cheese_transformer import CheeseTransformer, Outlook
from gradatim.models.pyrat.convnet import BoardConvNet
from gradatim.models.pyrat.mlp import N_STEPS, BoardMLP
from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.observations import observe_flat, observe_planes
from gradatim.pyrat.players.network_player import view
from gradatim.pyrat.players.q_player import check_open
from gradatim.pyrat.players.scripted import towards

PART = 256  # games that are judged at once, of about equally many cheeses
NO_CHOICE = -1e9  # score of a choice that is not there: finite, so that 0 times it is 0

Seen = tuple[Tensor, ...]  # an observation of B games, each tensor (B, ...)


class Seat:
    """One side of a batch of games; what all kinds of seats share."""

    def __init__(self, games: Games, side: int):
        self.games, self.side = games, side

    def due(self) -> np.ndarray:
        """The games in which a decision is due, (B,)."""
        raise NotImplementedError

    def look(self, rows: np.ndarray) -> Seen:
        """Observe some games, given by their numbers (B,)."""
        raise NotImplementedError

    def take(self, rows: np.ndarray, choices: np.ndarray) -> None:
        """Follow choices (B,) for the games that were looked at last."""
        raise NotImplementedError

    def actions(self) -> np.ndarray:
        """The action of every game, (N,) int8."""
        raise NotImplementedError

    @staticmethod
    def join(parts: list[Seen]) -> Seen:
        """Put observations together."""
        return tuple(torch.cat(column) for column in zip(*parts, strict=True))

    @staticmethod
    def judge(model: nn.Module, seen: Seen) -> Outlook:
        """Ask the network: policy (B, A), `NO_CHOICE` where there is none, and value (B,)."""
        raise NotImplementedError


class GoalSeat(Seat):
    """Decides which cheese to walk to, and keeps the goal until a cheese is eaten."""

    def __init__(self, games: Games, side: int):
        super().__init__(games, side)
        self.goal = np.full(games.n, -1, np.int64)  # slot of cheese
        self.seen = np.full(games.n, -1, np.int16)  # cheese left when the goal was chosen
        self.slots = np.empty((0, 0), np.int64)  # (B, K) of the last look

    def due(self) -> np.ndarray:
        state = self.games.state
        changed = (state.turn == 0) | (state.cheese_left != self.seen)
        free = (state.mud_left[:, self.side] == 0) & ~(state.over | state.capped)
        return np.flatnonzero(changed & free)

    def look(self, rows: np.ndarray) -> Seen:
        """Tokens (B, K, 9), times between cheeses (B, K, K) int16, summary (B, 12)."""
        seen = view(self.games, self.side, rows)
        self.slots = seen.slots.numpy()
        return seen.tokens, seen.between.to(torch.int16), seen.summary

    def take(self, rows: np.ndarray, choices: np.ndarray) -> None:
        self.goal[rows] = self.slots[np.arange(len(rows)), choices]
        self.seen[rows] = self.games.state.cheese_left[rows]

    def actions(self) -> np.ndarray:
        return towards(self.games, self.side, self.goal)

    @staticmethod
    def join(parts: list[Seen]) -> Seen:
        """Put observations together; cheese that is missing is 0."""
        K = max(part[0].shape[1] for part in parts)
        tokens, between, summary = zip(*parts, strict=True)
        sizes = [len(part) for part in tokens]
        all_tokens = tokens[0].new_zeros(sum(sizes), K, tokens[0].shape[2])
        all_between = between[0].new_zeros(sum(sizes), K, K)
        places = zip(all_tokens.split(sizes), all_between.split(sizes), strict=True)
        for (there, there_too), some, more in zip(places, tokens, between, strict=True):
            k = some.shape[1]
            there[:, :k] = some
            there_too[:, :k, :k] = more
        return all_tokens, all_between, torch.cat(summary)

    @staticmethod
    def judge(model: nn.Module, seen: Seen) -> Outlook:
        """Games with about equally many cheeses go together, so that little is padded."""
        tokens, between, summary = seen
        K = tokens.shape[1]
        left = (tokens[..., 0] > 0).sum(1)
        order = left.argsort(stable=True)
        policies, values = [], []
        for part in order.split(PART):
            k = max(1, int(left[part[-1]]))
            outlook = model(tokens[part, :k], between[part, :k, :k].float(), summary[part])
            policy = outlook.policy.float().clamp(min=NO_CHOICE)
            policies.append(nn.functional.pad(policy, (0, K - k), value=NO_CHOICE))
            values.append(outlook.value.float())
        back = order.argsort()
        return Outlook(torch.cat(policies)[back], torch.cat(values)[back])


class StepSeat(Seat):
    """Decides on every step: north, east, south or west."""

    def __init__(self, games: Games, side: int):
        super().__init__(games, side)
        self.step = np.zeros(games.n, np.int8)

    def due(self) -> np.ndarray:
        state = self.games.state
        return np.flatnonzero((state.mud_left[:, self.side] == 0) & ~(state.over | state.capped))

    def take(self, rows: np.ndarray, choices: np.ndarray) -> None:
        self.step[rows] = choices + 1

    def actions(self) -> np.ndarray:
        return self.step


class PlanesSeat(StepSeat):
    """Sees the board as an image; all boards that are judged together have one size."""

    def look(self, rows: np.ndarray) -> Seen:
        """Planes (B, 14, H, W), in half precision: they are many."""
        return (torch.from_numpy(observe_planes(self.games, self.side)[rows]).half(),)

    @staticmethod
    def judge(model: nn.Module, seen: Seen) -> Outlook:
        (planes,) = seen
        parts = [model(part.float()) for part in planes.split(PART)]
        policy = torch.cat([part.policy.float() for part in parts])
        closed = ~open_steps(planes.float())
        value = torch.cat([part.value.float() for part in parts])
        return Outlook(policy.masked_fill(closed, NO_CHOICE), value)


class FlatSeat(StepSeat):
    """Sees the canvas of the lab, on open boards."""

    def __init__(self, games: Games, side: int):
        super().__init__(games, side)
        check_open(games.setting)

    def look(self, rows: np.ndarray) -> Seen:
        """Canvas (B, 2, 2H - 1, 2W - 1) uint8; lead and cheese left, (B, 2)."""
        state = self.games.state
        lead = state.score[rows, self.side] - state.score[rows, 1 - self.side]
        numbers = np.stack([lead, state.cheese_left[rows].astype(np.float32)], axis=1)
        canvas = torch.from_numpy(observe_flat(self.games, self.side)[rows])
        return canvas.to(torch.uint8), torch.from_numpy(numbers)

    @staticmethod
    def judge(model: nn.Module, seen: Seen) -> Outlook:
        policy, value = model(seen[0].float(), seen[1])
        return Outlook(policy.float(), value.float())


def open_steps(planes: Tensor) -> Tensor:
    """Which of the four steps from my cell are no walls, (B, 4) bool."""
    passes, me = planes[:, :N_STEPS], planes[:, 6:7]  # see `observations.PLANES`
    return (passes * me).sum((2, 3)) > 0


SEATS: dict[type[nn.Module], type[Seat]] = {
    CheeseTransformer: GoalSeat,
    BoardConvNet: PlanesSeat,
    BoardMLP: FlatSeat,
}
