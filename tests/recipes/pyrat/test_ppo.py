"""PPO: advantages against a plain sum, what a rollout writes down, and that a run goes on."""

import signal

import numpy as np
import pytest
import torch

from gradatim.data.info import BoardInfo
from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.options import change
from gradatim.recipes.pyrat.ppo import PPO
from gradatim.recipes.runs import open_run, resume, start
from tests.recipes.pyrat.tiny_ppo import tiny_ppo

DEVICE = torch.device("cpu")


def test_the_first_update_has_no_ratio_yet():
    task = tiny_ppo().build(DEVICE)
    loss, metrics = task.loss(next(task.batches))
    assert metrics["kl"] == pytest.approx(0, abs=1e-6)
    assert metrics["clipped"] == 0
    assert loss.isfinite()


def test_a_policy_that_moved_too_far_leaves_its_rollout():
    task = tiny_ppo(target_kl=1e-9).build(DEVICE)
    batch = next(task.batches)
    assert len(task.batches.order) > 0
    torch.nn.init.normal_(task.model.policy.weight)
    task.loss(batch)
    assert len(task.batches.order) == 0


def test_at_first_only_the_critic_learns():
    task = tiny_ppo(value_warmup=1).build(DEVICE)
    task.loss(next(task.batches))[0].backward()
    moved = {name for name, p in task.model.named_parameters() if p.grad is not None}
    assert moved == {"value.weight", "value.bias"}
    task.loss(next(task.batches))[0].backward()
    assert all(p.grad is not None for p in task.model.parameters())


def test_it_learns_to_beat_greedy_on_a_small_board(tmp_path):
    run, _ = start(
        "pyrat-ppo",
        tiny_ppo(
            opponents=("greedy",),
            n_envs=256,
            rollout_length=12,
            batch_size=256,
            steps=100,
            learning_rate=3e-3,
            width=32,
        ),
        tmp_path / "run",
        show=False,
    )
    scores = [row["score"] for row in run.metrics("train")]
    assert np.mean(scores[-10:]) > np.mean(scores[:20]) + 0.04


def test_a_stopped_run_ends_like_one_that_was_not_stopped(tmp_path, monkeypatch):
    changed = tiny_ppo(steps=12)
    whole, _ = start("pyrat-ppo", changed, tmp_path / "whole", show=False)
    calls, loss = iter(range(100)), PPO.loss

    def interrupted(task, batch):
        if next(calls) == 7:
            signal.raise_signal(signal.SIGINT)
        return loss(task, batch)

    with monkeypatch.context() as patch:
        patch.setattr(PPO, "loss", interrupted)
        start("pyrat-ppo", changed, tmp_path / "cut", show=False)
    cut, summary = resume(tmp_path / "cut", show=False)
    assert summary["steps"] == 12
    _, a, _, _ = open_run(whole.folder)
    _, b, _, _ = open_run(cut.folder)
    for x, y in zip(a.parameters(), b.parameters(), strict=True):
        assert torch.equal(x, y)


def test_a_run_is_started_from_another_and_made_sharper(tmp_path):
    first, _ = start("pyrat-ppo", tiny_ppo(steps=3, width=32), tmp_path / "first", show=False)
    _, model, _, _ = open_run(first.folder)
    torch.nn.init.normal_(model.policy.weight, std=0.1, generator=torch.Generator().manual_seed(0))
    first.save_weights(model.state_dict())
    task = tiny_ppo(init_from=str(first.folder), target_entropy=0.3).build(DEVICE)
    assert task.model.config == model.config
    assert torch.equal(task.model.embed_token.weight, model.embed_token.weight)
    rollouts = task.batches
    rows = rollouts.adapters[0].due()
    policy, _ = rollouts.kind.evaluate(task.model, rollouts.adapters[0].observe(rows))
    flat, _ = rollouts.kind.evaluate(model, rollouts.adapters[0].observe(rows))
    log_probs = policy.log_softmax(1)
    assert -(log_probs.exp() * log_probs).sum(1).mean() < 0.6
    assert torch.equal(policy.argmax(1), flat.argmax(1))


@pytest.mark.parametrize("network", ["board-convnet", "board-mlp"])
def test_the_networks_of_the_board_learn_step_by_step(network, tmp_path):
    changed = tiny_ppo(network=network, presets=("lab",), eval_presets=("lab",), n_envs=6, steps=2)
    _, summary = start("pyrat-ppo", changed, tmp_path / "run", show=False)
    assert 0 <= summary["metrics"]["lab/greedy score"] <= 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"opponents": ("greedi",)}, "opponents has 'greedi', which is not known"),
        ({"opponents": ()}, "opponents is \\(\\): give at least one"),
        ({"presets": ("desert",)}, "'desert', which is not known"),
        ({"network": "board-mlp", "presets": ("walls",)}, "open boards only"),
        ({"network": "board-mlp", "presets": ("lab", "course")}, "cannot play on 21x15"),
        ({"network": "board-convnet", "presets": ("lab", "walls")}, "boards of one size"),
        ({"init_from": "nowhere"}, "there is no run folder"),
        ({"init_from": "champion", "width": 32}, "width is 32, and it is of a new cheese-tran"),
        ({"init_from": "champion", "network": "board-mlp"}, "champion has a network"),
        ({"network": "board-convnet", "n_layers": 2}, "n_layers is 2, and it is of a new chee"),
        ({"target_entropy": 0.3}, "belongs to a pretrained policy"),
        ({"lead_coef": 0.0, "win_coef": 0.0}, "no reward to learn from"),
    ],
)
def test_what_cannot_be_learned_is_refused(changes, message):
    with pytest.raises(UserError, match=message):
        tiny_ppo(**changes).build(DEVICE)


def test_a_run_of_another_network_is_refused(tmp_path):
    from gradatim.training import Run

    run = Run.create(
        tmp_path / "dqn",
        "pyrat-dqn",
        {"hidden": [8]},
        info={"network": "q-network", "sizes": {"width": 10, "height": 10}},
    )
    model = change("pyrat-dqn", get("pyrat-dqn"), {"hidden": (8,)}).build_model(
        BoardInfo(**run.config["info"])
    )
    run.save_weights(model.state_dict())
    with pytest.raises(UserError, match="has no policy"):
        tiny_ppo(init_from=str(tmp_path / "dqn")).build(DEVICE)
