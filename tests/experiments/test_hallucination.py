"""False answers about unseen people, with and without refusals in training."""

import numpy as np

from gradatim.experiments import hallucination
from gradatim.experiments.hallucination import THRESHOLDS, compare_refusals
from gradatim.experiments.sweep import Condition
from gradatim.training import Run

QUICK = {
    "people": 4,
    "unseen_people": 4,
    "width": 8,
    "n_heads": 1,
    "steps": 4,
    "batch_size": 4,
}


def test_every_training_has_a_row_with_its_metrics(tmp_path, monkeypatch):
    conditions = (
        Condition("facts only", "facts-gpt", QUICK),
        Condition("some refusals", "facts-gpt", QUICK | {"refusals": 2}),
    )
    monkeypatch.setattr(hallucination, "CONDITIONS", conditions)
    found = compare_refusals(tmp_path, range(2), None)
    [table] = found.tables
    assert [row[0] for row in table.rows] == ["facts only", "some refusals"]
    runs = [Run.open(tmp_path / "facts" / f"facts-only-{seed}") for seed in range(2)]
    mean = np.mean([run.summary()["metrics"]["accuracy"] for run in runs])
    column = list(table.header).index("known facts, right")
    assert table.rows[0][column].startswith(f"{100 * mean:.1f} [")
    before = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("summary.json")}
    assert len(before) == 4
    compare_refusals(tmp_path, range(2), None)
    assert before == {p: p.stat().st_mtime_ns for p in tmp_path.rglob("summary.json")}


def test_a_higher_threshold_answers_less(train):
    run = train("facts-gpt", **QUICK)
    found = hallucination.measure_abstention(Run.open(run))
    assert len(found.known_told) == len(found.unseen_false) == len(THRESHOLDS)
    assert (np.diff(found.known_told) <= 0).all()
    assert (np.diff(found.unseen_false) <= 0).all()
    assert found.unseen_false[-1] == 0  # nothing is certain
