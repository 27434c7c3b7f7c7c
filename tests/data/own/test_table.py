"""Columns are what their cells say, and rows become the same numbers in training and after it."""

import numpy as np
import pytest

from gradatim.data.own.sheet import Sheet
from gradatim.data.own.table import TableEncoding, describe, find_target, is_quantity
from gradatim.errors import UserError


def sheet(tmp_path, **columns):
    rows = [list(row) for row in zip(*columns.values(), strict=True)]
    return Sheet(tmp_path / "t.csv", list(columns), rows)


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["1", "2.5", "", "-3e2"] * 5, "number"),
        (["1,5", "2,5", "3"] * 5, "number"),
        (["red", "blue", "NA"] * 5, "category"),
        ([str(i) for i in range(30)], "identifier"),
        ([f"name {i}x" for i in range(30)], "identifier"),
        (["a whole sentence of many words, and then some more"] * 5 + ["another"], "text"),
        (["x"] * 5, "constant"),
        (["", "NA", "?"], "empty"),
    ],
)
def test_a_column_is_what_its_cells_say(cells, kind):
    assert describe("column", cells).kind == kind


def test_target_is_the_named_column_else_by_its_name_else_the_last(tmp_path):
    table = sheet(tmp_path, label=["a", "b"], size=["1", "2"])
    assert find_target(table) == "label"
    assert find_target(table, "size") == "size"
    assert find_target(sheet(tmp_path, a=["1"], b=["2"])) == "b"


def test_few_whole_numbers_are_classes_and_many_a_quantity():
    assert not is_quantity(["0", "1", "0", "1"])
    assert is_quantity([str(i) for i in range(40)])
    assert is_quantity(["0.5", "1.5"])
    assert not is_quantity(["yes", "no"])


def test_missing_and_unseen_values_become_known_features(tmp_path):
    table = sheet(
        tmp_path, age=["10", "20", "30", ""] * 3, color=["red", "blue", "red", "blue"] * 3
    )
    encoding = TableEncoding.learn(table, ["age", "color"], np.arange(12))
    assert encoding.names == ("age", "age is missing", "color = blue", "color = red")
    new = sheet(tmp_path, age=["20", ""], color=["green", "red"])
    assert encoding.encode(new).tolist() == [[0, 0, 0, 0], [0, 1, 0, 1]]
    words = sheet(tmp_path, age=["young"], color=["red"])
    with pytest.raises(UserError, match="holds numbers, and 'young' is none"):
        encoding.encode(words)


def test_order_of_columns_does_not_matter(tmp_path):
    table = sheet(tmp_path, a=["1", "2", "4"] * 4, b=["x", "y", "x"] * 4)
    encoding = TableEncoding.learn(table, ["a", "b"], np.arange(12))
    turned = sheet(tmp_path, b=["x", "y", "x"] * 4, a=["1", "2", "4"] * 4)
    assert encoding.encode(table).equal(encoding.encode(turned))
