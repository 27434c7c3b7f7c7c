import math

import pytest

from gradatim.errors import UserError
from gradatim.experiments.sweep import Cell, Findings, metric, points, run_cells, seconds
from gradatim.insight.html.page import Section, paragraph
from gradatim.stats import Interval

SMALL = {"people": 4, "unseen_people": 2, "width": 8, "n_layers": 1, "n_heads": 1, "steps": 3, "batch_size": 4}  # fmt: skip  # noqa: E501


def test_every_cell_is_trained_with_every_seed_once(tmp_path):
    cells = [Cell("Plain facts", "facts-gpt", SMALL), Cell("wide", "facts-gpt", SMALL | {"width": 16})]  # fmt: skip  # noqa: E501
    runs = run_cells(cells, tmp_path, seeds=(0, 1))
    assert {label: len(r) for label, r in runs.items()} == {"Plain facts": 2, "wide": 2}
    folder = tmp_path / "plain-facts-1"
    assert runs["Plain facts"][1].folder == folder
    before = (folder / "summary.json").stat().st_mtime_ns
    again = run_cells(cells, tmp_path, seeds=(0, 1))
    assert (folder / "summary.json").stat().st_mtime_ns == before
    assert again["wide"][0].config["options"]["width"] == 16
    assert math.isfinite(metric(again["wide"], "accuracy").low)
    assert seconds(again["wide"]) > 0


def test_a_folder_with_other_settings_is_not_taken_for_this_one(tmp_path):
    run_cells([Cell("a", "facts-gpt", SMALL)], tmp_path)
    with pytest.raises(UserError, match="holds a run with other options"):
        run_cells([Cell("a", "facts-gpt", SMALL | {"width": 16})], tmp_path)


def test_a_metric_that_was_not_measured_is_one_sentence(tmp_path):
    runs = run_cells([Cell("a", "facts-gpt", SMALL)], tmp_path)["a"]
    with pytest.raises(UserError, match="no 'auc' in its summary"):
        metric(runs, "auc")


def test_findings_become_a_page(tmp_path):
    section = Section(title="Part", body=(paragraph("text"),))
    page = Findings(title="Title", lead="Lead.", sections=[section]).write(
        tmp_path / "page.html", "gradatim critique"
    )
    text = page.read_text()
    assert "Title" in text
    assert "<code>gradatim critique</code>" in text


def test_points_show_the_interval_where_there_is_one():
    assert points(Interval(0.913, 0.909, 0.917)) == "91.3 ± 0.4"
    assert points(Interval(0.913, math.nan, math.nan)) == "91.3"
