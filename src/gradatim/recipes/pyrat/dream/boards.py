"""Boards as a world model reads and writes them, and the engine's exact next boards.

Shapes: B boards, Y x X cells, C = Y X, P = 2 players, F fields of a cell.
"""

from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

from gradatim.errors import UserError
from gradatim.models.pyrat.dream import MOST_TURNS, DreamTransformer, Predicted
from gradatim.pyrat.game.engine import Games

BOTH = 3  # eaters of a cheese; 0 is nobody, 1 the rat, 2 the python


class Boards(NamedTuple):
    """All that a turn depends on and changes; int64 if nothing else is said."""

    exits: Tensor  # turns to leave a cell to the north, east, south, west, 0: a wall, (B, Y, X, 4)
    position: Tensor  # cell of each player, (B, P)
    left: Tensor  # turns left in mud, (B, P)
    direction: Tensor  # in which a player crosses mud: 1 north ... 4 west, 0 outside mud, (B, P)
    cheese: Tensor  # bool (B, C)
    score: Tensor  # float (B, P)

    def to(self, device: torch.device) -> "Boards":
        """The same on a device."""
        return Boards(*(part.to(device) for part in self))


def boards_of(games: Games) -> Boards:
    """The boards of games as they are now, copied.

    Raises:
        UserError: mud deeper than a model can say.
    """
    state, preset = games.state, games.pool.preset
    weights = games.pool.mazes.weights[state.maze, :, 1:]  # (N, C, 4)
    if weights.max() > MOST_TURNS:
        raise UserError(
            f"the mud of this board takes {weights.max()} turns: the dream knows 1 to {MOST_TURNS}."
        )
    target, here = state.mud_target.astype(np.int64), state.position.astype(np.int64)
    step = games.pool.mazes.step  # of the actions
    direction = ((target - here)[..., None] == step).argmax(-1)  # (N, P)
    direction[state.mud_left == 0] = 0
    return Boards(
        torch.from_numpy(weights.astype(np.int64)).unflatten(1, (preset.height, preset.width)),
        torch.from_numpy(here),
        torch.from_numpy(state.mud_left.astype(np.int64)),
        torch.from_numpy(direction),
        torch.from_numpy(state.cheese.copy()),
        torch.from_numpy(state.score.copy()),
    )


def write(boards: Boards, games: Games) -> None:
    """Put boards into games of the same mazes, so that players can choose their moves on them."""
    state = games.state
    state.position[:] = boards.position.numpy()
    state.mud_left[:] = boards.left.numpy()
    target = state.position + games.pool.mazes.step[boards.direction.numpy()]
    state.mud_target[:] = np.where(state.mud_left > 0, target, -1)
    state.cheese[:] = boards.cheese.numpy()
    state.score[:] = boards.score.numpy()
    state.present[:] = np.take_along_axis(state.cheese, state.slots.astype(np.int64), 1)
    state.cheese_left[:] = state.present.sum(1)


def fields_of(boards: Boards, actions: Tensor) -> Tensor:
    """What a model reads of each cell, (B, Y, X, F); actions int64 (B, P)."""
    B, C = boards.cheese.shape
    cells = torch.arange(C, device=actions.device)
    parts = [*boards.exits.flatten(1, 2).unbind(2), boards.cheese.long()]
    for side in range(2):
        here = (cells == boards.position[:, side, None]).long()  # (B, C)
        for values in (1 + boards.left, boards.direction, 1 + actions):
            parts.append(here * values[:, side, None])
    return torch.stack(parts, 2).view(B, *boards.exits.shape[1:3], len(parts))


def eaters_of(before: Boards, after: Boards) -> Tensor:
    """Who ate the cheese of each cell, int64 (B, C)."""
    cells = torch.arange(before.cheese.shape[1], device=before.cheese.device)
    here = (cells == after.position[..., None]).long()  # (B, P, C)
    return (here[:, 0] + 2 * here[:, 1]) * (before.cheese & ~after.cheese)


def surprise(found: Predicted, before: Boards, after: Boards) -> Tensor:
    """Minus the logarithm of the probability of the next boards, in nats, (B,)."""
    total = F.cross_entropy(found.place.flatten(0, 1), after.position.flatten(), reduction="none")
    for scores, truth in ((found.left, after.left), (found.direction, after.direction)):
        # What a player does is asked of the cell where it is.
        there = at(scores, after.position).flatten(0, 1)
        total = total + F.cross_entropy(there, truth.flatten(), reduction="none")
    cheese = F.binary_cross_entropy_with_logits(
        found.cheese, after.cheese.float(), reduction="none"
    )
    eaters = F.cross_entropy(
        found.eater.transpose(1, 2), eaters_of(before, after), reduction="none"
    )
    return total.view(-1, 2).sum(1) + (cheese + eaters).sum(1)


def at(scores: Tensor, position: Tensor) -> Tensor:
    """Of scores of each player in each cell (B, P, C, N), those at its place, (B, P, N)."""
    return scores.gather(2, position[..., None, None].expand(-1, -1, 1, scores.shape[3]))[:, :, 0]


@torch.no_grad()
def dream(model: DreamTransformer, boards: Boards, actions: Tensor) -> Boards:
    """The next boards that a model finds most likely: what it predicts becomes whole numbers."""
    found = model(fields_of(boards, actions))
    position = found.place.argmax(2)  # (B, P): each player is somewhere, and once
    left, direction = (at(part, position).argmax(2) for part in (found.left, found.direction))
    eater = found.eater.argmax(2)  # (B, C)
    gained = [(eater == 1 + side).sum(1) + (eater == BOTH).sum(1) / 2 for side in range(2)]
    return Boards(
        boards.exits,
        position,
        left,
        direction,
        found.cheese > 0,
        boards.score + torch.stack(gained, 1),
    )


def equal(a: Boards, b: Boards) -> Tensor:
    """Which boards are the same in everything, scores too, bool (B,)."""
    parts = zip(a[1:], b[1:], strict=True)  # the walls stay
    return torch.stack([(mine == theirs).all(1) for mine, theirs in parts]).all(0)
