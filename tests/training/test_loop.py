"""The loop: equal to a bare loop, stops on NaN, accumulates, averages, stops early, resumes."""

import itertools
import signal
from dataclasses import replace

import pytest
import torch
from torch import nn

from gradatim.training import Diverged, OptimizerConfig, Runtime, ScheduleConfig, TrainConfig, train
from gradatim.training.schedules import learning_rate_factor
from tests.training.toy import PointTask, new_run

SHORT = TrainConfig(steps=24, batch_size=32, optim=OptimizerConfig(learning_rate=0.01))


def run_toy(folder, settings=SHORT, task=None, **options):
    task = task or PointTask(settings.batch_size, settings.seed)
    run = new_run(folder, settings)
    return task, run, train(task, settings, run, show=False, **options)


def same_weights(a: nn.Module, b: nn.Module) -> bool:
    pairs = zip(a.state_dict().values(), b.state_dict().values(), strict=True)
    return all(torch.equal(x, y) for x, y in pairs)


def test_loop_equals_a_bare_pytorch_loop_bit_by_bit(tmp_path):
    settings = TrainConfig(
        steps=24,
        batch_size=32,
        optim=OptimizerConfig(learning_rate=0.01, weight_decay=0.1, grad_clip=1.0),
    )
    task, _, _ = run_toy(tmp_path / "run", settings)

    bare = PointTask(32)
    matrices = [p for p in bare.model.parameters() if p.ndim > 1]
    vectors = [p for p in bare.model.parameters() if p.ndim < 2]
    optimizer = torch.optim.AdamW(
        [{"params": matrices, "weight_decay": 0.1}, {"params": vectors, "weight_decay": 0.0}],
        lr=0.01,
        betas=(0.9, 0.99),
        fused=True,
    )
    runtime = Runtime()
    for step in range(24):
        for group in optimizer.param_groups:
            group["lr"] = 0.01 * learning_rate_factor(settings.lr_schedule, step / 24)
        runtime.seed(0, step)
        loss, _ = bare.loss(next(bare.batches))
        loss.backward()
        nn.utils.clip_grad_norm_(bare.model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad()
    assert same_weights(task.model, bare.model)


def test_same_seed_gives_the_same_run_and_another_seed_another(tmp_path):
    first, _, _ = run_toy(tmp_path / "a")
    second, _, _ = run_toy(tmp_path / "b")
    other, _, _ = run_toy(tmp_path / "c", TrainConfig(steps=24, batch_size=32, seed=1))
    assert same_weights(first.model, second.model)
    assert not same_weights(first.model, other.model)


def test_run_folder_holds_metrics_weights_and_summary(tmp_path):
    task, run, summary = run_toy(tmp_path / "run")
    rows = run.metrics("train")
    assert [row["step"] for row in rows] == list(range(1, 25))
    assert {"loss", "accuracy", "learning_rate", "epoch", "seconds"} <= rows[0].keys()
    assert len(run.metrics("evaluate")) == 3
    assert run.summary() == summary
    assert summary["finished"]
    assert summary["parameters"] == sum(p.numel() for p in task.model.parameters())
    fresh = PointTask(seed=5)
    run.load_weights(fresh.model)
    assert same_weights(fresh.model, task.model)
    assert not (run.folder / "state").exists()


@pytest.mark.parametrize("stop_at", [1, 9, 23])
@pytest.mark.parametrize("optimizer", ["adamw", "sgd", "muon"])
def test_interrupted_run_resumes_to_bit_identical_weights(tmp_path, stop_at, optimizer):
    settings = TrainConfig(
        steps=24,
        batch_size=32,
        ema_decay=0.9,
        optim=OptimizerConfig(learning_rate=0.01, grad_clip=1.0, optimizer=optimizer),
    )
    whole, _, _ = run_toy(tmp_path / "whole", settings)

    task = PointTask(32)
    task.on_loss = lambda call: call == stop_at and signal.raise_signal(signal.SIGINT)
    run = new_run(tmp_path / "parts", settings)
    summary = train(task, settings, run, show=False)
    assert not summary["finished"]
    assert summary["steps"] == stop_at

    again = PointTask(32)
    summary = train(again, settings, run, show=False)
    assert summary["finished"]
    assert same_weights(again.model, whole.model)
    assert [row["step"] for row in run.metrics("train")] == list(range(1, 25))
    first, second = ((tmp_path / n / "model.safetensors").read_bytes() for n in ("whole", "parts"))
    assert first == second


def test_nan_stops_before_the_step_and_keeps_the_last_good_checkpoint(tmp_path):
    task = PointTask(32)
    task.spoil_at = 12
    run = new_run(tmp_path / "run", SHORT)
    with pytest.raises(Diverged, match=r"nan at step 12 \(batch 4 of epoch 2\).*learning rate"):
        train(task, SHORT, run, show=False)
    assert all(p.isfinite().all() for p in task.model.parameters())
    assert run.load_state()["loop"]["step"] < 12


def test_accumulation_does_not_change_the_result(tmp_path):
    whole = PointTask(32, norm=False)
    parts = PointTask(32, norm=False)
    train(whole, SHORT, new_run(tmp_path / "a", SHORT), show=False)
    cut = TrainConfig(
        steps=24, batch_size=32, grad_accum_steps=4, optim=OptimizerConfig(learning_rate=0.01)
    )
    train(parts, cut, new_run(tmp_path / "b", cut), show=False)
    for a, b in zip(whole.model.parameters(), parts.model.parameters(), strict=True):
        torch.testing.assert_close(a, b, rtol=1e-4, atol=1e-5)


def test_early_stopping_keeps_the_weights_of_the_lowest_loss(tmp_path):
    settings = TrainConfig(
        steps=400,
        batch_size=32,
        patience=2,
        evaluate_every=4,
        optim=OptimizerConfig(learning_rate=0.5, momentum=0.95, optimizer="sgd"),
        lr_schedule=ScheduleConfig(schedule="constant", warmup=0.0),
    )
    _, run, summary = run_toy(tmp_path / "run", settings)
    losses = [row["loss"] for row in run.metrics("evaluate")]
    assert summary["steps"] < 400
    assert summary["metrics"]["loss"] == pytest.approx(min(losses), rel=1e-5)


def test_evaluations_by_the_clock_decide_nothing(tmp_path):
    """How often they come depends on the computer: weights and lines of training must not."""
    settings = TrainConfig(
        steps=700,  # more than 300: several steps make a line
        batch_size=32,
        patience=2,
        evaluate_every=40,
        optim=OptimizerConfig(learning_rate=0.5, momentum=0.95, optimizer="sgd"),
        lr_schedule=ScheduleConfig(schedule="constant", warmup=0.0),
    )
    plain, run, summary = run_toy(tmp_path / "plain", settings)
    often = replace(settings, evaluate_seconds=1e-9)  # after each step
    task, watched, of_watched = run_toy(tmp_path / "watched", often)
    assert of_watched["steps"] == summary["steps"] < 700  # stopped early, at the same step
    assert len(watched.metrics("evaluate")) > 4 * len(run.metrics("evaluate"))
    assert same_weights(task.model, plain.model)
    assert of_watched["metrics"] == summary["metrics"]
    lines = [
        [{k: v for k, v in row.items() if k != "seconds"} for row in found.metrics("train")]
        for found in (run, watched)
    ]
    assert lines[0] == lines[1]


def test_averaged_weights_are_evaluated_and_kept(tmp_path):
    settings = TrainConfig(
        steps=24, batch_size=32, ema_decay=0.9, optim=OptimizerConfig(learning_rate=0.01)
    )
    task, run, summary = run_toy(tmp_path / "run", settings)
    fresh = PointTask(seed=5)
    run.load_weights(fresh.model)
    assert same_weights(fresh.model, task.model)  # the average is what remains
    last, _, _ = run_toy(tmp_path / "last", replace(settings, ema_decay=None))
    assert not same_weights(fresh.model, last.model)
    fresh.model.eval()
    assert fresh.evaluate()["loss"] == pytest.approx(summary["metrics"]["loss"], rel=1e-5)


def test_evaluation_by_the_clock_begins_before_the_first_step(tmp_path):
    settings = TrainConfig(steps=10**7, batch_size=32, evaluate_every=10**6, evaluate_seconds=0.1)
    _, run, _ = run_toy(tmp_path / "run", settings, max_seconds=0.55)
    rows = run.metrics("evaluate")
    assert rows[0]["step"] == 0
    assert 4 <= len(rows) <= 7
    during = rows[:-1]  # the last one is of the end, whenever that is
    assert all(
        b["seconds"] - a["seconds"] > 0.098 for a, b in itertools.pairwise(during)
    )  # rounded


def test_time_limit_ends_a_run_and_the_learning_rate_has_fallen(tmp_path):
    settings = TrainConfig(steps=10**7, batch_size=32, evaluate_every=10**6)
    _, run, summary = run_toy(tmp_path / "run", settings, max_seconds=0.3)
    assert 0.3 <= summary["seconds"] < 2
    assert summary["finished"]
    assert run.load_state() is None
