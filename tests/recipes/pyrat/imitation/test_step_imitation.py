"""Learning steps from the planner: what a step is worth, and that a stopped run goes on."""

import signal

import numpy as np
import pytest
import torch

from gradatim.errors import UserError
from gradatim.pyrat import Games, MazePool, preset
from gradatim.pyrat.players.planner import plan_values
from gradatim.pyrat.players.scripted import towards
from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.pyrat.imitation.step_imitation import StepImitation, step_values
from gradatim.recipes.pyrat.open_policy import open_player
from gradatim.recipes.runs import open_run, resume, start

TINY = {
    "mazes": 2,
    "batch_size": 16,
    "second_goals": 0,
    "eval_opponents": ("greedy",),
    "eval_games": 2,
    "final_eval_games": 4,
    "threads": 1,
}
SMALL = {
    "pyrat-imitation-planes": {"width": 8, "n_blocks": 2, "presets": ("small",)},
    "pyrat-imitation-flat": {"hidden": (32, 16)},
}


def recipe(name, **changes):
    return change(name, get(name), TINY | SMALL[name] | changes)


def test_the_value_of_a_step_is_that_of_the_best_goal_it_leads_to():
    games = Games(MazePool.build(preset("walls"), 2), 8)
    values = plan_values(games, 0)
    values_of_steps = step_values(games, 0, np.arange(8), values)
    expected = np.full((8, 4), -np.inf)
    for slot in range(values.shape[1]):  # the way there is asked of the player's own function
        steps = towards(games, 0, np.full(8, slot)) - 1
        for row in range(8):
            expected[row, steps[row]] = max(expected[row, steps[row]], values[row, slot])
    assert np.array_equal(values_of_steps, expected.astype(np.float32))


@pytest.mark.parametrize("name", list(SMALL))
def test_a_stopped_run_ends_like_one_that_was_not_stopped(name, tmp_path, monkeypatch):
    judged = ("small",) if name == "pyrat-imitation-planes" else ("lab",)
    changed = recipe(name, steps=6, eval_presets=judged)
    whole, _ = start(name, changed, tmp_path / "whole", show=False)
    calls, loss = iter(range(100)), StepImitation.loss

    def interrupted(task, batch):
        if next(calls) == 3:
            signal.raise_signal(signal.SIGINT)
        return loss(task, batch)

    with monkeypatch.context() as patch:
        patch.setattr(StepImitation, "loss", interrupted)
        start(name, changed, tmp_path / "cut", show=False)
    cut, summary = resume(tmp_path / "cut", show=False)
    assert summary["steps"] == 6
    _, a, _, _ = open_run(whole.folder)
    _, b, _, _ = open_run(cut.folder)
    for x, y in zip(a.parameters(), b.parameters(), strict=True):
        assert torch.equal(x, y)
    assert open_player(whole.folder)(0).model.config == a.config


def test_the_mlp_learns_the_planners_steps(tmp_path):
    task = recipe("pyrat-imitation-flat", batch_size=128, hidden=(128, 64)).build("cpu")
    optimizer = torch.optim.AdamW(task.model.parameters(), lr=2e-3)
    losses = []
    for _ in range(60):
        loss, metrics = task.loss(next(task.batches))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(float(metrics["divergence"]))
    assert np.mean(losses[-10:]) < 0.9 * np.mean(losses[:5])


def test_a_board_that_the_network_cannot_see_is_refused():
    with pytest.raises(UserError, match="open boards only"):
        recipe("pyrat-imitation-flat", presets=("walls",)).build("cpu")
    with pytest.raises(UserError, match="boards of one size"):
        recipe("pyrat-imitation-planes", presets=("default", "walls")).build("cpu")
