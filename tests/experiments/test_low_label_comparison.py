"""Scarce data: every method at every number of labels, on scikit-learn's digits."""

import pytest
import torch

from gradatim.experiments import low_label_comparison
from gradatim.experiments.low_label_comparison import FrozenFeatures, compare_low_label
from gradatim.training import Run
from tests.recipes.smaller import replace_recipe

SIMCLR = {"data": "digits", "images": 400, "steps": 4, "batch_size": 32, "widths": [4, 8]}


@pytest.fixture
def small_recipes(monkeypatch):
    """The recipes of scarce data, on 8x8 digits and with few steps."""
    replace_recipe(monkeypatch, "fashion-simclr", SIMCLR)
    few = {"data": "digits", "widths": [4, 8], "batch_size": 10}
    replace_recipe(monkeypatch, "fashion-low-label", few)
    monkeypatch.setattr(low_label_comparison, "LABELS_PER_CLASS", (1, 10))
    monkeypatch.setattr(low_label_comparison, "STEPS", {1: 3})
    quick = {"method": "fixmatch", "steps": 3, "unlabeled_batch_size": 20}
    monkeypatch.setattr(low_label_comparison, "fixmatch_options", lambda: quick)


@pytest.mark.usefixtures("small_recipes")
def test_the_page_has_every_method_at_every_number(tmp_path):
    found = compare_low_label("fashion", tmp_path, range(1), None)
    [table] = found.tables
    assert [row[0] for row in table.rows] == [
        "from scratch",
        "with augmentation",
        "frozen features",
        "fine-tuned",
        "nearest class mean",
        "label propagation",
        "FixMatch",
        "FixMatch, then propagation",
    ]
    assert all(len(row) == len(table.header) == 3 for row in table.rows)
    assert [row[1] for row in table.rows[-2:]] == ["–", "–"]  # measured at ten per class only
    assert "–" not in {row[2] for row in table.rows}
    assert "points)" in found.lead


def test_all_labels_make_the_nearest_mean_better_than_chance(train):
    run = train("fashion-simclr", **SIMCLR)
    frozen = FrozenFeatures(Run.open(run))
    everything = torch.arange(len(frozen.train))
    assert frozen.accuracy(frozen.by_mean(everything)) > 0.3  # chance is 0.1
    assert frozen.accuracy(frozen.by_propagation(everything)) > 0.3
    assert frozen.accuracy(frozen.test.labels) == 1.0
