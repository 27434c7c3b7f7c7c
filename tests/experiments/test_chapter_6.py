"""Chapter 6 from end to end, on scikit-learn's digits and on the smallest medical runs."""

import math

import numpy as np
import pytest

from gradatim.errors import UserError
from gradatim.experiments import chapter_6 as module
from gradatim.experiments import low_label_comparison, medical_comparison
from gradatim.experiments.chapter_6 import PARTS, beyond
from tests.recipes.smaller import replace_recipe


def test_unknown_parts_and_no_seeds_are_refused(tmp_path):
    with pytest.raises(UserError, match="did you mean 'breast'"):
        beyond(["brest"], tmp_path)
    with pytest.raises(UserError, match="0 seeds"):
        beyond(["breast"], tmp_path, n_seeds=0)
    assert "usps-to-mnist" in PARTS


@pytest.fixture
def small_recipes(monkeypatch):
    """The recipes of chapter 6, on 8x8 digits and with few steps."""
    shift = {"source": "digits", "target": "digits", "images": 300, "steps": 3, "batch_size": 32}
    views = {"data": "digits", "images": 400, "steps": 4, "batch_size": 32, "widths": [4, 8]}
    few = {"data": "digits", "widths": [4, 8], "batch_size": 10}
    for name, changes in (
        ("mnist-to-usps", shift),
        ("fashion-simclr", views),
        ("fashion-low-label", few),
    ):
        replace_recipe(monkeypatch, name, changes)
    monkeypatch.setattr(module, "LABELLED", (1, 2))
    monkeypatch.setattr(module, "SHOWN", 40)
    monkeypatch.setattr(low_label_comparison, "PER_CLASS", (1, 10))
    monkeypatch.setattr(low_label_comparison, "STEPS", {1: 3})
    quick = {"method": "fixmatch", "steps": 3, "unlabelled_batch_size": 20}
    monkeypatch.setattr(low_label_comparison, "fixmatch_options", lambda: quick)
    monkeypatch.setattr(module, "TUNING", {"steps": 3, "batch_size": 10})
    module_load = module.load
    monkeypatch.setattr(module, "load", lambda name, split: module_load("digits", split))


@pytest.mark.usefixtures("small_recipes")
def test_the_shift_page_compares_every_repair(tmp_path):
    found = PARTS["mnist-to-usps"](tmp_path, range(1), None)
    _, header, rows = found.tables[0]
    assert [row[0] for row in rows][:3] == ["source only", "AdaBN", "augmentation"]
    assert rows[-1][0] == "fine-tuned, 2 per class"
    assert all(len(row) == len(header) for row in rows)
    assert found.write(tmp_path / "p.html", "gradatim beyond").read_text().count("<svg") == 2


@pytest.mark.usefixtures("small_recipes")
def test_the_scarce_page_has_every_method_at_every_number(tmp_path):
    found = PARTS["fashion"](tmp_path, range(1), None)
    _, header, rows = found.tables[0]
    names = [row[0] for row in rows]
    assert names == ["from scratch", "with augmentation", "frozen features", "fine-tuned", "nearest class mean", "label propagation", "FixMatch", "FixMatch, then propagation"]  # fmt: skip  # noqa: E501
    assert all(len(row) == len(header) == 3 for row in rows)
    assert [row[1] for row in rows[-2:]] == ["–", "–"]  # measured at ten labels per class only
    assert "–" not in {row[2] for row in rows}
    assert "points)" in found.lead


def test_the_medical_page_asks_everything(tmp_path, data_folder, monkeypatch):
    monkeypatch.setenv("GRADATIM_DATA", str(data_folder))
    quick = {"steps": 3, "ensemble_size": 1, "widths": [4, 8], "depths": [1, 1], "batch_size": 32}
    replace_recipe(monkeypatch, "breast", quick)
    known = {"data": "digits", "steps": 2, "widths": [4, 8], "depths": [1, 1], "batch_size": 32}
    replace_recipe(monkeypatch, "cifar10-grey", known)
    found = medical_comparison.diagnose("breast", tmp_path, range(1), None)
    titles = [section.title for section in found.sections]
    assert titles[-1] == "Shortcut learning"
    assert len(titles) == 6
    _, header, rows = found.tables[0]
    assert [row[0] for row in rows[-2:]] == ["Gradatim breast (28), 1 seeds", "Gradatim breast, pretrained on CIFAR-10 (28), 1 seeds"]  # fmt: skip  # noqa: E501
    assert all(len(row) == len(header) for row in rows)


def test_published_figures_are_shares():
    for table in medical_comparison.PUBLISHED.values():
        values = np.array(list(table.values()))
        assert ((values > 0.7) & (values < 1)).all()
    assert math.isclose(medical_comparison.PUBLISHED["pneumonia"]["Google AutoML Vision"][1], 0.946)
