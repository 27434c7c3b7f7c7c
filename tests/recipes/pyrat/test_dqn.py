"""Double DQN: what is remembered, what is wanted, and that a stopped run goes on."""

import dataclasses
import signal

import pytest
import torch

from gradatim.errors import UserError
from gradatim.pyrat.players.q_player import (
    transform_action,
)
from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.pyrat.dqn import DoubleDQN
from gradatim.recipes.pyrat.replay_buffer import Transition
from gradatim.recipes.runs import open_run, resume, start

TINY = {
    "hidden": (32,),
    "n_envs": 8,
    "buffer_size": 400,
    "learning_starts": 64,
    "epsilon_decay_turns": 50,
    "batch_size": 16,
    "eval_games": 4,
    "final_eval_games": 4,
}


def recipe(**changes):
    return change("pyrat-dqn", get("pyrat-dqn"), TINY | changes)


def test_the_network_chooses_and_the_target_evaluates():
    task = recipe().build(torch.device("cpu"))
    memory = next(task.batches)
    no_reward = memory._replace(
        reward=torch.zeros_like(memory.reward), discount=torch.ones_like(memory.discount)
    )
    with torch.no_grad():
        for parameter in (*task.model.parameters(), *task.target.parameters()):
            parameter.zero_()
        task.model.mlp.layers[-1].bias.copy_(torch.tensor([0.0, 3.0, 0.0, 0.0]))
        task.target.mlp.layers[-1].bias.copy_(torch.tensor([9.0, 5.0, 9.0, 9.0]))
    task.batches.config = dataclasses.replace(task.batches.config, tau=1e-12)
    task.symmetry.manual_seed(0)
    at_east = Transition(*no_reward)._replace(action=torch.full((16,), 1))
    state = task.symmetry.get_state()
    draws = torch.randint(8, (2,), generator=task.symmetry)
    task.symmetry.set_state(state)
    action = transform_action(torch.tensor([1]), int(draws[0]) % 4, bool(draws[1] % 2)).item()
    q = [0.0, 3.0, 0.0, 0.0][action]
    loss, _ = task.loss(at_east)
    assert loss.item() == pytest.approx(abs(5.0 - q) - 0.5)


def test_a_stopped_run_ends_like_one_that_was_not_stopped(tmp_path, monkeypatch):
    changed = recipe(steps=12, threads=1)
    whole, _ = start("pyrat-dqn", changed, tmp_path / "whole", show=False)
    calls, loss = iter(range(100)), DoubleDQN.loss

    def interrupted(task, batch):
        if next(calls) == 5:
            signal.raise_signal(signal.SIGINT)
        return loss(task, batch)

    with monkeypatch.context() as patch:
        patch.setattr(DoubleDQN, "loss", interrupted)
        start("pyrat-dqn", changed, tmp_path / "cut", show=False)
    cut, summary = resume(tmp_path / "cut", show=False)
    assert summary["steps"] == 12
    _, a, _, _ = open_run(whole.folder)
    _, b, _, _ = open_run(cut.folder)
    for x, y in zip(a.parameters(), b.parameters(), strict=True):
        assert torch.equal(x, y)


def test_a_board_with_walls_is_refused():
    with pytest.raises(UserError, match="plays on open boards only"):
        recipe(preset="walls").build(torch.device("cpu"))
