"""Predicting the winner from the initial cheese: nothing leaks, rotations by 180° are exact."""

import numpy as np
import pytest
import torch

from gradatim.data.pyrat_games import load_pyrat_games
from gradatim.errors import UserError
from gradatim.pyrat import Games, MazePool, player, preset
from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.pyrat import winner_prediction as pw
from gradatim.recipes.runs import start


@pytest.fixture(autouse=True)
def _shared(data_folder):
    """These tests read the published games."""


def test_the_games_are_those_of_the_publisher():
    boards, winners = load_pyrat_games()
    assert boards.shape == (1000, 15, 21)
    assert (boards.sum((1, 2)) == 40).all()
    assert winners.bincount().tolist() == [440, 121, 439]
    assert boards[:, 0, 0].sum() == boards[:, -1, -1].sum() == 0  # the starts


def test_test_games_are_never_learned_from():
    task = change("pyrat-winner", get("pyrat-winner"), {"seed": 3}).build(torch.device("cpu"))
    learned = {board.numpy().tobytes() for board in task.batches.tensors[0]}
    assert len(learned) == 720
    for games, n in ((task.validation, 80), (task.test, 200)):
        assert len(games[0]) == n
        assert not any(board.numpy().tobytes() in learned for board in games[0])


def test_a_rotation_swaps_the_winners():
    """Played out by players whose ties do not depend on where they stand: no ties, one cheese."""
    kind = preset("course", cheese=1, starts=("top-left", "bottom-right"))
    games = Games(MazePool.build(kind, 1), 64, auto_reset=False)
    boards = torch.from_numpy(games.state.cheese.reshape(64, 15, 21).astype(np.uint8))
    winners = pw.play_out(games, [player("manhattan"), player("manhattan")])
    turned, expected = pw.rotate(boards, winners)
    again = Games(games.pool, 64, auto_reset=False)
    cells = turned.flatten(1).argmax(1)[:, None].numpy()
    again.place(np.zeros(64, int), np.tile([0, 314], (64, 1)), cells)
    played = pw.play_out(again, [player("manhattan"), player("manhattan")])
    assert torch.equal(played, expected)
    assert len(winners.unique()) > 1


def test_simulated_games_are_of_the_same_kind():
    boards, winners = pw.simulate(200, seed=1)
    assert (boards.sum((1, 2)) == 40).all()
    assert boards[:, 0, 0].sum() == boards[:, -1, -1].sum() == 0
    assert len(winners.unique()) == 3


@pytest.mark.parametrize("network", ["logistic", "mlp", "convnet"])
def test_a_network_learns_more_than_the_commonest_winner(network, tmp_path):
    recipe = change(
        "pyrat-winner", get("pyrat-winner"), {"network": network, "steps": 150, "threads": 1}
    )
    _, summary = start("pyrat-winner", recipe, tmp_path / "run", show=False)
    assert summary["metrics"]["accuracy"] > pw.commonest(0)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"network": "mlp", "width": 8}, "width is 8, which does not belong to network='mlp'"),
        ({"network": "logistic", "hidden": (8,)}, "which does not belong to network='logistic'"),
        ({"hidden": (8, 8)}, "give the convnet one hidden layer"),
        ({"simulated": -1}, "simulated is -1"),
    ],
)
def test_sizes_that_a_network_does_not_have_are_refused(changes, message):
    with pytest.raises(UserError, match=message):
        change("pyrat-winner", get("pyrat-winner"), changes)
