"""The lab's canvas and its symmetries; a Q-network plays the board it learned on."""

import numpy as np
import pytest
import torch

from gradatim.errors import UserError
from gradatim.pyrat import Games, MazePool, preset
from gradatim.pyrat.game.observations import observe_flat
from gradatim.pyrat.players.q_player import (
    BoardObservation,
    QNetwork,
    QPlayer,
    draw_canvas,
    observe_board,
    rotate_and_flip,
    symmetric_q_values,
    transform_action,
)


def lab_games(n=16):
    games = Games(MazePool.build(preset("lab"), 1), n)
    for _ in range(5):
        random = np.random.default_rng(0).integers(1, 5, (n, 2))
        games.step(random)
    return games


def test_the_canvas_is_that_of_the_lab():
    games = lab_games()
    for side in range(2):
        drawn = draw_canvas(observe_board(games, side), 10, 10)
        assert np.array_equal(drawn.numpy(), observe_flat(games, side))


@pytest.mark.parametrize("mirror", [False, True])
def test_values_of_steps_rotate_with_the_board(mirror):
    torch.manual_seed(0)
    model = QNetwork(10, 10, (16,))
    seen = observe_board(lab_games(), 0)
    places = torch.arange(100).view(1, 1, 10, 10)
    turned = rotate_and_flip(places, 1, mirror).flatten()  # the old cell that lies on each new one
    moved = turned.argsort()  # the new cell of each old one
    other = BoardObservation(moved[seen.cells.long()], seen.cheese[:, turned], seen.lead)
    found = symmetric_q_values(model, other)[:, transform_action(torch.arange(4), 1, mirror)]
    assert torch.allclose(found, symmetric_q_values(model, seen), atol=1e-5)


@pytest.mark.parametrize("mirror", [False, True])
@pytest.mark.parametrize("quarters", [0, 1, 2, 3])
def test_a_step_rotates_with_the_canvas(quarters, mirror):
    around = {0: (8, 9), 1: (9, 10), 2: (10, 9), 3: (9, 8)}  # the neighbors of the center
    for action, cell in around.items():
        picture = torch.zeros(1, 1, 19, 19)
        picture[0, 0, cell[0], cell[1]] = 1
        turned = rotate_and_flip(picture, quarters, mirror)
        where = around[int(transform_action(torch.tensor([action]), quarters, mirror))]
        assert turned[0, 0, where[0], where[1]] == 1


def test_a_player_of_another_board_is_refused():
    games = Games(MazePool.build(preset("course"), 1), 2)
    with pytest.raises(UserError, match="cannot play on 21x15"):
        QPlayer(QNetwork(10, 10, (8,)))(games, 0)
