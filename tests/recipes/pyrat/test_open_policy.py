"""Which player a run is: by its network, with its name and seed; other runs are refused."""

import pytest
import torch

from gradatim.errors import UserError
from gradatim.models.pyrat.mlp import BoardMLP, BoardMLPConfig
from gradatim.pyrat.players.champion import champion_network
from gradatim.pyrat.players.network_player import NetworkPlayer
from gradatim.pyrat.players.step_player import StepPlayer
from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.pyrat.open_policy import network_player, open_network, open_player
from gradatim.recipes.runs import start


def test_a_network_of_goals_and_one_of_steps_have_their_own_players(first_run):
    player = open_player(first_run)(5)
    assert isinstance(player, NetworkPlayer)
    assert (player.name, player.seed) == (str(first_run), 5)
    assert isinstance(network_player(BoardMLP(BoardMLPConfig())), StepPlayer)


def test_the_champion_has_a_name_and_a_folder_that_is_not_there_is_said():
    pairs = zip(open_network("champion").parameters(), champion_network().parameters(), strict=True)
    assert all(torch.equal(mine, theirs) for mine, theirs in pairs)
    with pytest.raises(UserError, match="there is no run folder 'nowhere'"):
        open_network("nowhere")


def test_a_run_of_something_else_plays_no_pyrat(tmp_path):
    recipe = change("digits-perceptron", get("digits-perceptron"), {"steps": 1})
    run, _ = start("digits-perceptron", recipe, tmp_path / "run", show=False)
    with pytest.raises(UserError, match="whose network does not play PyRat"):
        open_player(run.folder)
