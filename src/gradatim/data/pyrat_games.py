"""The course's PyRat games: 1,000 games of two greedy players, where the cheese lay and who won.

Open mazes of 21x15, 40 pieces of cheese; the rat starts at one corner, the python at the opposite
one. Published with the course ELU616 (BrAIn team, IMT Atlantique, 2018).

Shapes: N games, H = 15 rows, W = 21 columns.
"""

import numpy as np
import torch
from torch import Tensor

from gradatim.data.download import fetch
from gradatim.errors import UserError

WINNERS = ("rat", "draw", "python")
N_GAMES, WIDTH, HEIGHT, CHEESE = 1000, 21, 15, 40


def load_pyrat_games() -> tuple[Tensor, Tensor]:
    """Read the games.

    Returns:
        where cheese lies at the start, (N, H, W) uint8, and the winner, (N,) int64, a number of
        `WINNERS`. The rat starts at row 0, column 0, the python at the last row and column.

    Raises:
        UserError: files that are missing or not the published ones.
    """
    with np.load(fetch("pyrat", "pyrat-elu616-dataset.npz"), allow_pickle=False) as file:
        cheese, winner = file["x"], file["y"].reshape(-1)
    if cheese.shape != (N_GAMES, WIDTH * HEIGHT):
        raise UserError(f"the games have the shape {cheese.shape}, (1000, 315) was published.")
    # The publisher flattens column by column.
    boards = cheese.reshape(N_GAMES, WIDTH, HEIGHT).transpose(0, 2, 1).astype(np.uint8)
    return torch.from_numpy(boards.copy()), torch.from_numpy(winner.astype(np.int64) + 1)
