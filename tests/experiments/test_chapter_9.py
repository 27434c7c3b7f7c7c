"""Chapter 9: parts by name, and a page that links to each."""

import pytest

from gradatim.errors import UserError
from gradatim.experiments import chapter_9
from gradatim.experiments.chapter_9 import DIGITS, PARTS, critique
from gradatim.experiments.study import StudyResult
from gradatim.experiments.sweep import Condition
from gradatim.insight.html.page import Section

TINY = {"epochs": 1.0, "hidden": (4,)}


def test_unknown_parts_and_no_seeds_are_refused(tmp_path):
    with pytest.raises(UserError, match="did you mean 'energy'"):
        critique(["enrgy"], tmp_path)
    with pytest.raises(UserError, match="n_seeds is 0"):
        critique(["energy"], tmp_path, n_seeds=0)
    assert set(PARTS) == {"explain", "bias", "energy", "hallucination", "robustness"}


def test_the_index_links_to_the_page_of_each_part(tmp_path, monkeypatch):
    for name in ("bias", "energy"):
        found = StudyResult(title=f"About {name}", lead="Found.", sections=(Section(title="x"),))
        monkeypatch.setitem(PARTS, name, lambda *_, found=found: found)
    text = critique(["bias", "energy"], tmp_path, n_seeds=2).read_text("utf-8")
    assert "2 experiments, 2 seeds where training is repeated" in text
    for name in ("bias", "energy"):
        assert f'<a href="{name}.html">' in text
        assert f"About {name}" in (tmp_path / f"{name}.html").read_text("utf-8")


def test_energy_and_robustness_share_the_networks_of_the_digits(tmp_path, monkeypatch):
    monkeypatch.setattr(chapter_9, "DIGITS", {"MLP": Condition("mlp", "digits-mlp", TINY)})
    monkeypatch.setattr(chapter_9, "WIDTHS", (Condition("wide", "digits-mlp", TINY),))
    monkeypatch.setattr(chapter_9, "BFLOAT16", Condition("short", "digits-mlp", TINY))
    costs = PARTS["energy"](tmp_path, range(1), None)
    assert {row[0] for row in costs.tables[0].rows} == {"MLP", "wide", "short"}
    trained = tmp_path / "digits" / "mlp-0" / "summary.json"
    before = trained.stat().st_mtime_ns
    robust = PARTS["robustness"](tmp_path, range(1), None)
    assert [row[0] for row in robust.tables[0].rows] == ["MLP"]
    assert trained.stat().st_mtime_ns == before
    assert list(DIGITS) == ["Perceptron", "MLP", "ConvNet", "ResNet"]
