"""Own tables: a class or a quantity is learned, told wrong is refused, and rows are answered."""

import csv

import numpy as np
import pytest
import torch

import gradatim
from gradatim.data.own.sheet import Sheet
from gradatim.errors import UserError
from gradatim.recipes.options import change
from gradatim.recipes.registry import get


@pytest.fixture(scope="module")
def tables(tmp_path_factory):
    """A table of people and one of houses, with missing cells and words."""
    folder, rng = tmp_path_factory.mktemp("tables"), np.random.default_rng(0)
    people, houses = [["age", "sex", "fare", "survived"]], [["area", "district", "price"]]
    for _ in range(300):
        age, sex, fare = rng.uniform(1, 80), rng.choice(["male", "female"]), rng.exponential(30)
        alive = 2 * (sex == "female") + fare / 60 - age / 40 + rng.normal(0, 0.5) > 0.5
        cell = "" if rng.random() < 0.2 else f"{age:.0f}"
        people.append([cell, sex, f"{fare:.2f}", "yes" if alive else "no"])
        area, district = rng.uniform(30, 200), rng.choice(["A", "B", "C"])
        price = area * {"A": 1, "B": 2, "C": 3}[district] * 1000 + rng.normal(0, 5000)
        houses.append([f"{area:.1f}", district, f"{price:.0f}"])
    for name, rows in (("people", people), ("houses", houses)):
        with (folder / f"{name}.csv").open("w", newline="") as file:
            csv.writer(file).writerows(rows)
    return folder


QUICK = {"show": False, "device": "cpu", "steps": 300}


def test_class_is_learned_and_asked_for_rows(tables, tmp_path):
    data = str(tables / "people.csv")
    run = gradatim.train("table-mlp", data=data, target="survived", out=tmp_path / "run", **QUICK)
    assert run.summary()["metrics"]["accuracy"] > 0.8
    model = gradatim.load(run)
    answers = dict(model.predict_files(data))
    assert len(answers) == 300
    single = model.predict({"age": None, "sex": "female", "fare": 50})
    assert single.label == "yes"
    assert set(single.probabilities) == {"yes", "no"}
    with pytest.raises(UserError, match="has no column 'fare'"):
        model.predict({"age": 3, "sex": "male"})


def test_quantity_is_learned_with_an_interval_that_holds(tables, tmp_path):
    data = str(tables / "houses.csv")
    with pytest.warns(UserWarning, match="'price' is taken for the target"):
        run = gradatim.train("table-mlp", data=data, out=tmp_path / "run", **QUICK)
    assert run.summary()["metrics"]["r2"] > 0.95
    found = [answer for _, answer in gradatim.load(run).predict_files(data)]
    truth = np.loadtxt(data, delimiter=",", skiprows=1, usecols=2)
    inside = [a.low <= t <= a.high for a, t in zip(found, truth, strict=True)]
    assert np.mean(inside) > 0.8


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"target": "survive"}, "did you mean 'survived'"),
        ({"without": ("agee",), "target": "survived"}, "did you mean 'age'"),
        ({"target": "age", "balance": "weights"}, "is a quantity: leave it out"),
    ],
)
def test_wrong_columns_are_one_sentence(tables, tmp_path, options, message):
    with pytest.raises(UserError, match=message):
        gradatim.train("table-mlp", data=str(tables / "people.csv"), out=tmp_path / "r", **options)


def test_rare_class_is_told_and_evened_out(tmp_path):
    rng = np.random.default_rng(0)
    rows = [(rng.normal(2 * (i < 8)), "rare" if i < 8 else "usual") for i in range(200)]
    (tmp_path / "t.csv").write_text("x,label\n" + "\n".join(f"{x:.3f},{y}" for x, y in rows))
    options = {"data": str(tmp_path / "t.csv"), "target": "label", **QUICK, "steps": 40}
    with pytest.warns(UserWarning, match=r"rare \(\d\): balance='weights'"):
        gradatim.train("table-mlp", out=tmp_path / "a", **options)
    losses = set()
    for balance in ("weights", "sampling"):
        run = gradatim.train("table-mlp", out=tmp_path / balance, balance=balance, **options)
        losses.add(run.summary()["metrics"]["loss"])
    assert len(losses) == 2


@pytest.mark.filterwarnings("ignore:40 of 40 rows")
@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([f"{i % 7},3.5" for i in range(40)], "column 'y' has one value only, '3.5'"),
        ([f"{i % 7},name {i}" for i in range(40)], "different values in .* rows; such as"),
        ([f"{i % 7},NA" for i in range(40)], "has 0 rows with a y"),
    ],
)
def test_a_target_that_cannot_be_learned_is_one_sentence(tmp_path, rows, message):
    (tmp_path / "t.csv").write_text("\n".join(["x,y", *rows]))
    recipe = change("table-mlp", get("table-mlp"), {"data": str(tmp_path / "t.csv"), "target": "y"})
    with pytest.raises(UserError, match=message):
        recipe.build(torch.device("cpu"))


def test_what_was_taken_for_what_is_told(tmp_path):
    rows = [f"{i},{i % 7},{'ab'[i % 2]},{['None', 'mild', ''][i % 3]}" for i in range(60)]
    (tmp_path / "t.csv").write_text("\n".join(["Id,size,kind,disorder", *rows]))
    options = {"data": str(tmp_path / "t.csv"), "target": "disorder"}
    with pytest.warns(UserWarning, match=r"20 of 60 rows have no disorder \(''\)"):
        task = change("table-mlp", get("table-mlp"), options).build(torch.device("cpu"))
    assert task.note == (
        "Target disorder, 2 classes; columns of numbers 1, of categories 1; left out: Id."
    )


def test_a_column_is_read_as_often_whatever_the_number_of_rows(tmp_path, monkeypatch):
    read, column = [], Sheet.column
    monkeypatch.setattr(
        Sheet, "column", lambda table, name: read.append(name) or column(table, name)
    )
    counts = []
    for n in (60, 600):
        rows = [f"{i % 7},{'ab'[i % 2]},{i % 3}" for i in range(n)]
        (tmp_path / "t.csv").write_text("\n".join(["size,kind,y", *rows]))
        read.clear()
        change(
            "table-mlp", get("table-mlp"), {"data": str(tmp_path / "t.csv"), "target": "y"}
        ).load()
        counts.append(len(read))
    assert counts[0] == counts[1]
