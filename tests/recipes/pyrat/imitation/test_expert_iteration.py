"""Expert iteration: the search's answers, a run from a run, and one that was stopped."""

import signal

import pytest
import torch

from gradatim.errors import UserError
from gradatim.recipes.pyrat.imitation.task import Imitation
from gradatim.recipes.pyrat.open_policy import open_player
from gradatim.recipes.runs import open_run, resume, start
from tests.recipes.pyrat.tiny_search import tiny_search


def test_a_run_starts_from_a_run_and_learns(first_run, tmp_path):
    run, summary = start("pyrat-search", tiny_search(first_run), tmp_path / "run", show=False)
    assert summary["steps"] == 8
    assert "small/greedy wins" in summary["metrics"]
    _, before, _, _ = open_run(first_run)
    _, after, _, _ = open_run(run.folder)
    assert before.config == after.config
    assert any(
        not torch.equal(x, y) for x, y in zip(before.parameters(), after.parameters(), strict=True)
    )
    assert open_player(run.folder)(0).name == str(run.folder)
    assert open_player(run.folder)(7).seed == 7  # two copies must not break ties alike


def test_a_stopped_run_ends_like_one_that_was_not_stopped(first_run, tmp_path, monkeypatch):
    whole, _ = start("pyrat-search", tiny_search(first_run), tmp_path / "whole", show=False)
    calls, loss = iter(range(100)), Imitation.loss

    def interrupted(task, batch):
        if next(calls) == 4:
            signal.raise_signal(signal.SIGINT)
        return loss(task, batch)

    with monkeypatch.context() as patch:
        patch.setattr(Imitation, "loss", interrupted)
        start("pyrat-search", tiny_search(first_run), tmp_path / "cut", show=False)
    cut, summary = resume(tmp_path / "cut", show=False)
    assert summary["steps"] == 8
    _, a, _, _ = open_run(whole.folder)
    _, b, _, _ = open_run(cut.folder)
    for x, y in zip(a.parameters(), b.parameters(), strict=True):
        assert torch.equal(x, y)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"init_from": "nowhere"}, "no run folder 'nowhere'"),
        ({"rollouts": 3}, "give at least 15"),
        ({"win_weight": 2.0}, "from 0 to 1"),
        ({"to_win": -0.5}, "from 0 to 1"),
    ],
)
def test_wrong_options_are_explained(first_run, tmp_path, changes, message):
    with pytest.raises(UserError, match=message):
        start("pyrat-search", tiny_search(first_run, **changes), tmp_path / "run", show=False)
