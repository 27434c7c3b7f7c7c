"""A Q-network as a player on open boards: the lab's canvas in, one value a step out.

A glance is all there is to know of an open board in a few bytes, so a replay holds many. The canvas
of the lab (cheese around me, cheese around the other) is drawn from it when it is needed.

Shapes: B games, C cells, W x H the board.
"""

from typing import NamedTuple

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.errors import UserError
from gradatim.models.vision.mlp import MLP, MLPConfig
from gradatim.pyrat.game.engine import Games
from gradatim.pyrat.game.presets import Setting

N_ACTIONS = 4  # north, east, south, west: standing still is never better


class Glance(NamedTuple):
    """An open board as one player sees it."""

    cells: Tensor  # (B, 2) int16, mine and the other's
    cheese: Tensor  # (B, C) bool
    lead: Tensor  # (B,) float32, pieces of cheese


def check_open(setting: Setting) -> None:
    """Refuse boards on which a glance is not the whole truth.

    Raises:
        UserError: holes, walls or mud.
    """
    if setting.cells != 100 or setting.walls != 0 or setting.mud != 0:
        raise UserError(
            "the lab's canvas shows no holes, walls or mud: a network that sees no more plays on "
            "open boards only, as those of the settings lab and course."
        )


def glance(games: Games, side: int) -> Glance:
    """Copy what a player sees."""
    state = games.state
    position = state.position if side == 0 else state.position[:, ::-1]
    return Glance(
        torch.tensor(position.copy()),
        torch.tensor(state.cheese),
        torch.tensor(state.score[:, side] - state.score[:, 1 - side]),
    )


def canvas(seen: Glance, width: int, height: int) -> Tensor:
    """Draw cheese around me and cheese around the other, (B, 2, 2H - 1, 2W - 1) float32."""
    B = len(seen.cells)
    board = seen.cheese.view(B, 1, height, width).float()
    padded = F.pad(board, (width - 1, width - 1, height - 1, height - 1))[:, 0]
    cells = seen.cells.long()  # (B, 2)
    rows = cells[:, :, None] // width + torch.arange(2 * height - 1, device=cells.device)
    columns = cells[:, :, None] % width + torch.arange(2 * width - 1, device=cells.device)
    batch = torch.arange(B, device=cells.device)[:, None, None, None]
    return padded[batch, rows[:, :, :, None], columns[:, :, None, :]]


class QNetwork(nn.Module):
    """The canvas, the lead and the cheese left to the worth of each step."""

    def __init__(self, width: int, height: int, hidden: tuple[int, ...]):
        super().__init__()
        self.width, self.height = width, height
        n_pixels = 2 * (2 * width - 1) * (2 * height - 1)
        self.mlp = MLP(MLPConfig(in_features=n_pixels + 2, hidden=hidden, n_classes=N_ACTIONS))

    def forward(self, pictures: Tensor, lead: Tensor, left: Tensor) -> Tensor:
        """(B, 2, 2H - 1, 2W - 1), (B,), (B,) pieces of cheese -> (B, 4)."""
        numbers = torch.stack([lead / 5, left / 20], dim=1)
        return self.mlp(torch.cat([pictures.flatten(1), numbers], dim=1))


def q_values(model: QNetwork, seen: Glance) -> Tensor:
    """The worth of each step, (B, 4)."""
    pictures = canvas(seen, model.width, model.height)
    return model(pictures, seen.lead, seen.cheese.sum(1).float())


def turn_and_mirror(pictures: Tensor, quarters: int, mirror: bool) -> Tensor:
    """Turn canvases counter-clockwise by quarters, then mirror left and right."""
    pictures = pictures.rot90(quarters, (-2, -1))
    return pictures.flip(-1) if mirror else pictures


def turned_action(action: Tensor, quarters: int, mirror: bool) -> Tensor:
    """The same step on a turned and mirrored canvas; north turned once is west."""
    action = (action - quarters) % 4
    return torch.where(action % 2 == 1, 4 - action, action) if mirror else action


def balanced_q_values(model: QNetwork, seen: Glance) -> Tensor:
    """The mean of what the network thinks of the board turned and mirrored in every way, (B, 4).

    An open board that is turned is the same game, but a network without convolutions has to learn
    it eight times. The mean of its eight answers errs less than any of them, and turns with the
    board exactly. A board that is not square has four ways.
    """
    pictures = canvas(seen, model.width, model.height)
    left = seen.cheese.sum(1).float()
    actions = torch.arange(N_ACTIONS, device=pictures.device)
    square = model.width == model.height
    answers = [
        model(turn_and_mirror(pictures, quarters, mirror), seen.lead, left)[
            :, turned_action(actions, quarters, mirror)
        ]
        for quarters in (range(4) if square else (0, 2))
        for mirror in (False, True)
    ]
    return torch.stack(answers).mean(0)


class QPlayer:
    """Takes the step of the highest worth, asked in every way that the board can be turned."""

    def __init__(self, model: QNetwork, name: str = "q-network"):
        self.model, self.name = model, name
        model.eval()

    @torch.no_grad()
    def __call__(self, games: Games, side: int) -> np.ndarray:
        check_open(games.setting)
        size = (games.setting.width, games.setting.height)
        if size != (self.model.width, self.model.height):
            raise UserError(
                f"{self.name} learned on a board of {self.model.width}x{self.model.height} and "
                f"cannot play on {size[0]}x{size[1]}."
            )
        device = next(self.model.parameters()).device
        seen = Glance(*(part.to(device) for part in glance(games, side)))
        return balanced_q_values(self.model, seen).argmax(1).cpu().numpy().astype(np.int8) + 1
