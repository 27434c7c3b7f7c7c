"""A run of pyrat-dream: it learns, its state is kept, and its result is a player of matches."""

import re

import pytest
import torch

from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.pyrat.dream.planner import DreamPlanner
from gradatim.recipes.pyrat.dream.training import dream_games
from gradatim.recipes.pyrat.games import find_preset
from gradatim.recipes.pyrat.open_policy import open_player
from gradatim.recipes.runs import start


def test_short_run_learns_and_its_result_is_a_player(tmp_path):
    options = {
        "steps": 15, "batch_size": 16, "n_layers": 1, "width": 18, "mazes": 8, "preset": "small",
        "eval_boards": 8, "eval_dreams": 2, "evaluate_every": 15,
    }  # fmt: skip
    recipe = change("pyrat-dream", get("pyrat-dream"), options)
    _, summary = start("pyrat-dream", recipe, tmp_path / "run", show=False)
    found = summary["metrics"]
    assert found["loss"] < 90  # of about 100 before training
    assert 0 <= found["next_board_accuracy"] <= 1
    assert found["median_exact_turns"] <= found["median_turns_of_games"]
    assert isinstance(open_player(tmp_path / "run")(0), DreamPlanner)


def test_a_dream_that_never_changes_is_wrong_from_the_first_move(monkeypatch):
    from gradatim.recipes.pyrat.dream import training

    monkeypatch.setattr(training, "dream", lambda model, boards, moves: boards)
    lengths = dream_games(None, find_preset("small"), 30, torch.device("cpu"))
    assert lengths.exact.mean() < 1
    assert (lengths.played > 10).all()


def test_unknown_kind_of_game_is_said():
    with pytest.raises(UserError, match="huge"):
        change("pyrat-dream", get("pyrat-dream"), {"preset": "huge"})


def test_a_sample_is_a_dreamed_game_and_counts_how_long_it_was_exact(monkeypatch):
    from gradatim.recipes.pyrat.dream import training

    options = {"batch_size": 4, "n_layers": 1, "width": 18, "mazes": 4}
    task = change("pyrat-dream", get("pyrat-dream"), options).build(torch.device("cpu"))
    monkeypatch.setattr(training, "dream", lambda model, boards, moves: boards)
    made = task.sample()
    found = re.fullmatch(r"a dreamed game; exact for (\d+) of (\d+) turns", made["txt"].decode())
    assert found
    assert int(found[1]) < 3 < int(found[2])
    assert made["svg"].startswith(b"<svg")
