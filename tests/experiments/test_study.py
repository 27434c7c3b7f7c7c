"""Results of experiments: tables, pages, and experiments one after the other."""

import json
import math
from functools import partial

import pytest

from gradatim.errors import UserError
from gradatim.experiments.study import ResultTable, StudyResult, percent, run_studies
from gradatim.insight.html.page import Section, paragraph
from gradatim.stats import Interval

SECTION = Section(title="Part", body=(paragraph("text"),))


def result(title: str = "Title", sections=(SECTION,), tables=()) -> StudyResult:
    return StudyResult(title=title, lead="A [bold] lead.", sections=sections, tables=tables)


def test_a_result_becomes_a_page_with_its_command(tmp_path):
    page = result().write(tmp_path / "page.html", "gradatim critique bias")
    text = page.read_text("utf-8")
    assert "<h1>Title</h1>" in text
    assert "<h2>Part</h2><p>text</p>" in text
    assert "<code>gradatim critique bias</code> measures this again" in text


def test_percent_shows_the_interval_where_there_is_one():
    assert percent(Interval(0.913, 0.909, 0.917)) == "91.3 [90.9, 91.7]"
    assert percent(Interval(0.913, math.nan, math.nan)) == "91.3"


def run_all(studies, names, out, n_seeds=2):
    return run_studies(studies, names, out, n_seeds=n_seeds, options=None, command="gradatim x")


def test_studies_run_in_the_order_asked_for_with_every_seed(tmp_path, capsys):
    calls = []

    def study(name, out, seeds, options):
        calls.append((name, out, list(seeds)))
        return result(name)

    studies = {name: partial(study, name) for name in ("a", "b", "c")}
    done = run_all(studies, ["c", "a"], tmp_path)
    assert calls == [("c", tmp_path, [0, 1]), ("a", tmp_path, [0, 1])]
    assert [d.page for d in done] == [tmp_path / "c.html", tmp_path / "a.html"]
    assert "gradatim x c" in done[0].page.read_text("utf-8")
    assert "c A [bold] lead." in capsys.readouterr().out  # brackets are not markup
    run_all(studies, [], tmp_path)
    assert [name for name, *_ in calls[2:]] == ["a", "b", "c"]


def test_the_tables_of_a_study_lie_beside_its_page_as_data(tmp_path):
    table = ResultTable("Census", ("method", "accuracy"), [["none", "85.4 [85.2, 85.6]"]])
    found = result("bias", tables=[table])
    run_all({"bias": lambda *_: found}, [], tmp_path)
    data = json.loads((tmp_path / "bias.json").read_text("utf-8"))
    assert data["command"] == "gradatim x bias"
    assert data["tables"]["Census"] == {"header": ["method", "accuracy"], "rows": table.rows}


def test_a_study_that_writes_its_own_page_is_not_overwritten(tmp_path):
    (tmp_path / "own.html").write_text("mine")
    run_all({"own": lambda *_: result(sections=())}, [], tmp_path)
    assert (tmp_path / "own.html").read_text() == "mine"


def test_unknown_studies_and_no_seeds_are_refused_before_any_runs(tmp_path):
    studies = {"energy": lambda *_: pytest.fail("was run")}
    with pytest.raises(UserError, match="did you mean 'energy'"):
        run_all(studies, ["energy", "enrgy"], tmp_path)
    with pytest.raises(UserError, match="n_seeds is 0"):
        run_all(studies, [], tmp_path, n_seeds=0)
