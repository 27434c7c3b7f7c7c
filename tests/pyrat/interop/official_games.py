"""Official games without a clock, and a network to play them, for the tests of what is exported."""

import pytest
import torch

from gradatim.models.pyrat.cheese_transformer import CheeseTransformer, CheeseTransformerConfig

pyrat = pytest.importorskip("pyrat")


def network():
    torch.manual_seed(0)
    model = CheeseTransformer(CheeseTransformerConfig(width=16, n_layers=2, hidden=32))
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.4)
    return model.eval()


def play(seed, *players, **options):
    game = pyrat.Game(game_mode=pyrat.GameMode.SIMULATION, random_seed=seed, **options)
    for i, player in enumerate(players):
        game.add_player(player, team=str(i))
    return game.start()
