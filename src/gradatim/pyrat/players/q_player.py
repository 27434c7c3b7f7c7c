"""A Q-network as a player on open boards: the lab's canvas in, one value per step out.

An open board is fully described by a few bytes, so a replay buffer holds many. The canvas of the
lab (cheese around me, cheese around the other) is drawn from them when it is needed.

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
from gradatim.pyrat.game.presets import Preset

N_ACTIONS = 4  # north, east, south, west: standing still is never better


class BoardObservation(NamedTuple):
    """An open board as one player sees it."""

    cells: Tensor  # (B, 2) int16, mine and the other's
    cheese: Tensor  # (B, C) bool
    lead: Tensor  # (B,) float32, pieces of cheese


def check_open_board(preset: Preset) -> None:
    """Refuse boards that a `BoardObservation` does not describe fully.

    Raises:
        UserError: holes, walls or mud.
    """
    if preset.cells != 100 or preset.walls != 0 or preset.mud != 0:
        raise UserError(
            "the lab's canvas shows no holes, walls or mud: a network that sees no more plays on "
            "open boards only, as those of the presets lab and course."
        )


def observe_board(games: Games, side: int) -> BoardObservation:
    """Copy what a player sees of every game."""
    state = games.state
    position = state.position if side == 0 else state.position[:, ::-1]
    return BoardObservation(
        torch.tensor(position.copy()),
        torch.tensor(state.cheese),
        torch.tensor(state.score[:, side] - state.score[:, 1 - side]),
    )


def draw_canvas(board: BoardObservation, width: int, height: int) -> Tensor:
    """Draw cheese around me and cheese around the other, (B, 2, 2H - 1, 2W - 1) float32."""
    B = len(board.cells)
    image = board.cheese.view(B, 1, height, width).float()
    padded = F.pad(image, (width - 1, width - 1, height - 1, height - 1))[:, 0]
    cells = board.cells.long()  # (B, 2)
    rows = cells[:, :, None] // width + torch.arange(2 * height - 1, device=cells.device)
    columns = cells[:, :, None] % width + torch.arange(2 * width - 1, device=cells.device)
    batch = torch.arange(B, device=cells.device)[:, None, None, None]
    return padded[batch, rows[:, :, :, None], columns[:, :, None, :]]


class QNetwork(nn.Module):
    """From the canvas, the lead and the cheese left to the value of each step."""

    def __init__(self, width: int, height: int, hidden: tuple[int, ...]):
        super().__init__()
        self.width, self.height = width, height
        n_pixels = 2 * (2 * width - 1) * (2 * height - 1)
        self.mlp = MLP(MLPConfig(in_features=n_pixels + 2, hidden=hidden, n_classes=N_ACTIONS))

    def forward(self, canvas: Tensor, lead: Tensor, left: Tensor) -> Tensor:
        """(B, 2, 2H - 1, 2W - 1), (B,), (B,) pieces of cheese -> (B, 4)."""
        numbers = torch.stack([lead / 5, left / 20], dim=1)  # of the size of the pixels
        return self.mlp(torch.cat([canvas.flatten(1), numbers], dim=1))


def q_values(model: QNetwork, board: BoardObservation) -> Tensor:
    """The value of each step, (B, 4)."""
    canvas = draw_canvas(board, model.width, model.height)
    return model(canvas, board.lead, board.cheese.sum(1).float())


def rotate_and_flip(canvas: Tensor, quarters: int, flip: bool) -> Tensor:
    """Rotate canvases counter-clockwise by 90 degrees `quarters` times, then flip left and right.

    The four rotations with and without a flip are the symmetries of a square (the dihedral group).
    """
    canvas = canvas.rot90(quarters, (-2, -1))
    return canvas.flip(-1) if flip else canvas


def transform_action(action: Tensor, quarters: int, flip: bool) -> Tensor:
    """The same step on a rotated and flipped canvas; north rotated once is west."""
    action = (action - quarters) % 4
    return torch.where(action % 2 == 1, 4 - action, action) if flip else action


def symmetric_q_values(model: QNetwork, board: BoardObservation) -> Tensor:
    """The mean of the network's answers over all symmetries of the board, (B, 4).

    A rotated open board is the same game, but a network without convolutions has to learn it eight
    times. The mean of its eight answers errs less than any of them, and rotates with the board
    exactly. A board that is not square has four symmetries.
    """
    canvas = draw_canvas(board, model.width, model.height)
    left = board.cheese.sum(1).float()
    actions = torch.arange(N_ACTIONS, device=canvas.device)
    square = model.width == model.height
    answers = [
        model(rotate_and_flip(canvas, quarters, flip), board.lead, left)[
            :, transform_action(actions, quarters, flip)
        ]
        for quarters in (range(4) if square else (0, 2))
        for flip in (False, True)
    ]
    return torch.stack(answers).mean(0)


class QPlayer:
    """Takes the step of the highest value, averaged over all symmetries of the board."""

    def __init__(self, model: QNetwork, name: str = "q-network"):
        self.model, self.name = model, name
        model.eval()

    @torch.no_grad()
    def __call__(self, games: Games, side: int) -> np.ndarray:
        check_open_board(games.preset)
        size = (games.preset.width, games.preset.height)
        if size != (self.model.width, self.model.height):
            raise UserError(
                f"{self.name} learned on a board of {self.model.width}x{self.model.height} and "
                f"cannot play on {size[0]}x{size[1]}."
            )
        device = next(self.model.parameters()).device
        board = BoardObservation(*(part.to(device) for part in observe_board(games, side)))
        return symmetric_q_values(self.model, board).argmax(1).cpu().numpy().astype(np.int8) + 1
