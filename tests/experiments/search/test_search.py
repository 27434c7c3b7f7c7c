"""A search trains side by side, goes on where it was stopped, and chooses on validation data."""

import pytest

from gradatim.errors import UserError
from gradatim.experiments.search import search as module
from gradatim.experiments.search.search import SweepRuns, found, fractions, shortened
from gradatim.experiments.search.settings import settings
from gradatim.experiments.search.workers import RunOutcome, validated
from gradatim.experiments.sweep import train_once
from gradatim.recipes.runs import evaluate
from gradatim.training import Run, RuntimeOptions, loop
from tests.training.toy import ctrl_c

AXES = {"learning_rate": [1e-4, 0.01], "steps": [20], "hidden": [(8,)], "batch_size": [32]}
HERE = RuntimeOptions(device="cpu")


def test_runs_end_side_by_side_and_a_stopped_one_goes_on(tmp_path, monkeypatch):
    conditions = settings("digits-mlp", AXES)
    searched = SweepRuns(conditions, tmp_path, 1, options=HERE)
    job = searched.jobs()[1]
    stopped = job.condition._replace(changes={**job.condition.changes, "threads": 1})

    with monkeypatch.context() as patch:
        patch.setattr(loop, "caught_signals", ctrl_c)
        with pytest.raises(UserError, match="nothing is lost"):
            train_once(stopped, job.seed, job.folder, HERE)
    searched.run(lambda *_: None)
    assert sorted(o.job.folder.name for o in searched.outcomes) == [
        "learning-rate-0-0001-0",
        "learning-rate-0-01-0",
    ]
    result = found(searched)
    assert result.tables[0].rows[0][0] == "learning-rate 0.01"
    assert "Best on validation data: learning-rate 0.01" in result.lead
    folder = job.folder
    assert validated(folder) != evaluate(folder)
    assert Run.open(folder).summary()["threads"] == 1


def fake(monkeypatch, quality, problem=""):
    """Let runs end at once, with a validation accuracy by their condition."""
    seen = []

    def run(jobs, *, threads, options, seconds, on):
        for job in jobs:
            seen.append(job)
            value = quality(job)
            yield RunOutcome(
                job, {} if value is None else {"loss": 1 - value, "accuracy": value}, 1.0
            )

    monkeypatch.setattr(module, "run_jobs", run)
    return seen


def test_halving_leaves_the_worse_two_thirds_behind(tmp_path, monkeypatch):
    rates = [round(0.01 * (i + 1), 2) for i in range(9)]
    conditions = settings("digits-mlp", {"learning_rate": rates, "steps": [90]})
    seen = fake(monkeypatch, lambda job: job.condition.changes["learning_rate"])
    searched = SweepRuns(conditions, tmp_path, 2)
    searched.run(lambda *_: None, halving=True)
    steps = [job.condition.changes["steps"] for job in seen]
    assert steps == [10] * 9 + [30] * 3 + [90] * 2
    assert {job.condition.label for job in seen[-2:]} == {"learning-rate 0.09"}
    assert [job.seed for job in seen[-2:]] == [0, 1]
    assert fractions(1) == [1]
    assert fractions(4) == [1 / 3, 1]


def test_halving_must_know_how_long_a_run_is(tmp_path):
    [condition] = settings("folder-resnet", {})
    with pytest.raises(UserError, match="add steps or epochs"):
        shortened(condition, 1 / 3)


def test_smaller_losses_and_no_failures_are_better(tmp_path, monkeypatch):
    conditions = settings("digits-mlp", {"learning_rate": [0.01, 0.02, 0.03]})
    searched = SweepRuns(conditions, tmp_path, 1, by="loss")
    values = {0.01: 0.2, 0.02: 0.9, 0.03: None}
    fake(monkeypatch, lambda job: values[job.condition.changes["learning_rate"]])

    class Summary:
        def summary(self):
            return {"seconds": 1.0, "metrics": {"loss": 0.5}}

    monkeypatch.setattr(module.Run, "open", lambda folder: Summary())
    searched.run(lambda *_: None)
    rows = found(searched).tables[0].rows
    assert [row[0] for row in rows] == [
        "learning-rate 0.02",
        "learning-rate 0.01",
        "learning-rate 0.03",
    ]
    assert rows[2][1] == "0"
    searched.by = "auc"
    with pytest.raises(UserError, match="by is 'auc', which is not measured"):
        found(searched)
    with pytest.raises(UserError, match="the budget allowed no run"):
        found(SweepRuns(conditions, tmp_path, 1))
