"""Sweeps: every condition with every seed, each run once."""

import math

import pytest

from gradatim.errors import UserError
from gradatim.experiments import sweep
from gradatim.experiments.sweep import (
    Condition,
    metric,
    run_condition,
    run_conditions,
    seconds,
)
from gradatim.training import Run, loop
from tests.training.toy import ctrl_c

SMALL = {
    "people": 4,
    "unseen_people": 2,
    "width": 8,
    "n_layers": 1,
    "n_heads": 1,
    "steps": 3,
    "batch_size": 4,
}
PLAIN = Condition("Plain facts", "facts-gpt", SMALL)
WIDE = Condition("wide", "facts-gpt", SMALL | {"width": 16})


def test_every_condition_is_trained_with_every_seed_once(tmp_path):
    runs = run_conditions([PLAIN, WIDE], tmp_path, seeds=(0, 1))
    assert {label: len(r) for label, r in runs.items()} == {"Plain facts": 2, "wide": 2}
    folder = tmp_path / "plain-facts-1"
    assert runs["Plain facts"][1].folder == folder
    before = (folder / "summary.json").stat().st_mtime_ns
    again = run_conditions([PLAIN, WIDE], tmp_path, seeds=(0, 1))
    assert (folder / "summary.json").stat().st_mtime_ns == before
    assert again["wide"][0].config["options"]["width"] == 16
    assert math.isfinite(metric(again["wide"], "accuracy").low)
    assert seconds(again["wide"]) > 0


def test_a_stopped_sweep_continues_and_ends_with_the_same_weights(tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(loop, "caught_signals", ctrl_c)
        with pytest.raises(UserError, match="nothing is lost: give the same command again"):
            run_condition(PLAIN, tmp_path / "a")
    stopped = Run.open(tmp_path / "a" / "plain-facts-0")
    assert not stopped.summary()
    [continued] = run_condition(PLAIN, tmp_path / "a")
    [whole] = run_condition(PLAIN, tmp_path / "b")
    weights = [run.folder / "model.safetensors" for run in (continued, whole)]
    assert weights[0].read_bytes() == weights[1].read_bytes()


def test_a_folder_with_other_options_is_not_taken_for_this_one(tmp_path):
    run_condition(Condition("a", "facts-gpt", SMALL), tmp_path)
    with pytest.raises(UserError, match="holds a run with other options"):
        run_condition(Condition("a", "facts-gpt", SMALL | {"width": 16}), tmp_path)


def test_a_metric_that_was_not_measured_is_one_sentence(tmp_path):
    runs = run_condition(PLAIN, tmp_path)
    with pytest.raises(UserError, match="no 'auc' in its summary"):
        metric(runs, "auc")


def test_means_are_over_the_runs(monkeypatch):
    class Fake:
        def __init__(self, value):
            self.value = value

        def summary(self):
            return {"seconds": self.value, "energy": {"joules": 10 * self.value}}

    runs = [Fake(1.0), Fake(3.0)]
    assert sweep.seconds(runs) == 2.0
    assert sweep.joules(runs) == 20.0
