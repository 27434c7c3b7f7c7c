"""Accuracy against joules."""

import shutil

import pytest

from gradatim.errors import UserError
from gradatim.experiments.energy import (
    RunCost,
    compare_energy,
    grams,
    joules_per_percent,
    pareto_front,
    unit_of,
)


def cost(
    name: str, accuracy: float, joules: float, source: str = "measured (RAPL)", n_test: int = 1000
) -> RunCost:
    return RunCost(name, accuracy, joules, 1.0, source, n_test)


def test_the_pareto_front_leaves_out_what_costs_more_and_reaches_less():
    costs = [cost("a", 0.9, 10), cost("b", 0.85, 20), cost("c", 0.95, 110)]
    assert [c.name for c in pareto_front(costs)] == ["a", "c"]
    [(first, second, joules)] = joules_per_percent(costs)
    assert (first, second) == ("a", "c")
    assert joules == pytest.approx(20.0)


def test_a_percent_of_few_examples_has_no_price():
    few, many = (
        [cost("a", 0.99, 10, n_test=n), cost("b", 0.995, 110, n_test=n)] for n in (400, 4000)
    )
    assert joules_per_percent(few) == []  # two examples
    assert [step[2] for step in joules_per_percent(many)] == pytest.approx([200.0])
    unknown = [c._replace(n_test=None) for c in many]  # runs of an earlier version
    assert joules_per_percent(unknown) == []


def test_where_only_time_was_measured_it_is_called_time():
    estimated = "estimated (10 W per busy core)"
    assert unit_of([cost("a", 0.9, 50, estimated)]) == ("core-seconds", 10.0)
    assert unit_of([cost("a", 0.9, 50), cost("b", 0.9, 50, estimated)]).name == "joules"
    assert unit_of([cost("a", 0.9, 50)]).name == "joules"


def test_grams_per_kilowatt_hour_are_those_of_the_grid():
    assert grams(3.6e6, "france") == pytest.approx(56)
    with pytest.raises(UserError, match="did you mean 'france'"):
        grams(1.0, "frence")


def test_a_run_is_shown_with_how_its_energy_is_known(convnet):
    [table] = compare_energy({"net": convnet}).tables
    assert table.rows[0][0] == "net"
    assert table.rows[0][-1] in ("measured", "estimated")


def test_a_run_without_accuracy_is_left_out_and_named(convnet, facts, train, tmp_path):
    text = train("docs-gpt", steps=1, width=16, n_layers=1, n_heads=1, context=8)
    found = compare_energy({"net": convnet, "text": text, "facts": facts})
    assert {row[0] for row in found.tables[0].rows} == {"net", "facts"}
    assert "Left out: text, which measures no accuracy." in found.lead
    page = found.write(tmp_path / "e.html", "gradatim energy").read_text("utf-8")
    assert "Left out: text, which measures no accuracy." in page
    with pytest.raises(UserError, match="no run has an accuracy"):
        compare_energy({"text": text})


def test_unfinished_runs_and_no_runs_are_refused(convnet, tmp_path):
    (tmp_path / "unfinished").mkdir()
    shutil.copy(convnet / "config.json", tmp_path / "unfinished")
    with pytest.raises(UserError, match="is not finished"):
        compare_energy({"x": tmp_path / "unfinished"})
    with pytest.raises(UserError, match="at least one run"):
        compare_energy({})
