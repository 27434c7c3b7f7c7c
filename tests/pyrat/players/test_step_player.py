"""A network that decides step by step ends its games, and refuses boards that it cannot see."""

import numpy as np
import pytest
import torch

from gradatim.data.info import BoardInfo
from gradatim.errors import UserError
from gradatim.models.pyrat.mlp import BoardMLP, BoardMLPConfig
from gradatim.pyrat import Games, MazePool, preset
from gradatim.pyrat.players.step_player import StepPlayer
from gradatim.recipes.pyrat.networks import build_network

SIZES = {
    "cheese-transformer": {"width": 16, "n_layers": 2, "hidden": 32},
    "board-convnet": {"width": 8, "n_blocks": 2},
    "board-mlp": {"board_width": 10, "board_height": 10, "hidden": (32, 16)},
}


def network(name):
    model = build_network(BoardInfo(network=name, sizes=SIZES[name]))
    generator = torch.Generator().manual_seed(0)
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.15, generator=generator)
    return model.eval()


@pytest.mark.parametrize("name", ["board-convnet", "board-mlp"])
def test_two_networks_that_step_end_every_game(name):
    """Untrained ones step to and fro; then patience ends, and they walk to the nearest cheese."""
    board = "lab" if name == "board-mlp" else "default"
    chosen = preset(board, cheese=3, turn_cap=300)
    games = Games(MazePool.build(chosen, 2), 6, auto_reset=False)
    players = StepPlayer(network(name)), StepPlayer(network(name))
    while not (games.state.over | games.state.capped).all():
        games.step(np.stack([p(games, side) for side, p in enumerate(players)], axis=1))
    assert games.state.over.all()


def test_an_mlp_refuses_a_board_that_it_cannot_see():
    model = BoardMLP(BoardMLPConfig(hidden=(8, 8)))
    walls = Games(MazePool.build(preset("walls"), 1), 1)
    with pytest.raises(UserError, match="open boards only"):
        StepPlayer(model)(walls, 0)
    course = Games(MazePool.build(preset("course"), 1), 1)
    with pytest.raises(UserError, match="cannot play on 21x15"):
        StepPlayer(model)(course, 0)
