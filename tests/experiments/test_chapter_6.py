"""Chapter 6 from end to end on scikit-learn's digits: the methods of domain adaptation."""

import pytest

from gradatim.errors import UserError
from gradatim.experiments import chapter_6
from gradatim.experiments.chapter_6 import PARTS, beyond
from gradatim.training import Run
from tests.recipes.smaller import replace_recipe


def test_unknown_parts_and_no_seeds_are_refused(tmp_path):
    with pytest.raises(UserError, match="did you mean 'breast'"):
        beyond(["brest"], tmp_path)
    with pytest.raises(UserError, match="n_seeds is 0"):
        beyond(["breast"], tmp_path, n_seeds=0)
    assert "usps-to-mnist" in PARTS


def test_every_method_has_a_row_and_fine_tuning_one_per_number_of_labels(tmp_path, monkeypatch):
    tiny = {"source": "digits", "target": "digits", "steps": 3, "batch_size": 32}
    replace_recipe(monkeypatch, "mnist-to-usps", tiny)
    monkeypatch.setattr(chapter_6, "LABELS_PER_CLASS", (1, 2))
    monkeypatch.setattr(chapter_6, "N_PLOTTED", 40)
    monkeypatch.setattr(chapter_6, "FINE_TUNING", {"steps": 3, "batch_size": 10})
    load = chapter_6.load
    monkeypatch.setattr(chapter_6, "load", lambda name, split: load("digits", split))
    found = PARTS["mnist-to-usps"](tmp_path, range(1), None)
    [table] = found.tables
    names = [row[0] for row in table.rows]
    assert names[:3] == ["source only", "AdaBN", "augmentation"]
    assert names[-2:] == ["fine-tuned, 1 per class", "fine-tuned, 2 per class"]
    summary = Run.open(tmp_path / "mnist-to-usps" / "source-only-0").summary()
    assert table.rows[0][1] == f"{100 * summary['metrics']['accuracy']:.1f}"
    page = found.write(tmp_path / "p.html", "gradatim beyond").read_text("utf-8")
    assert "accuracy on the target (%) against labeled images per class" in page
    assert "source only, self-training" in page  # the two planes
