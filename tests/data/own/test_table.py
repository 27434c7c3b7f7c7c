"""Columns are what their cells say, and rows become the same numbers in training and after it."""

import numpy as np
import pytest

from gradatim.data.own.sheet import Sheet
from gradatim.data.own.table import TableEncoding, below, bin_edges, describe, odd_columns
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
    assert (encoding.encode(table) == encoding.encode(turned)).all()


def test_numbered_rows_are_no_feature_though_training_sees_a_part_of_them(tmp_path):
    ids = [str(i) for i in np.random.default_rng(0).permutation(40)]
    gaps = [str(7 * i + i % 3) for i in range(40)]
    table = sheet(tmp_path, row=ids, PassengerId=gaps, size=[str(i % 7) for i in range(40)])
    encoding = TableEncoding.learn(table, ["row", "PassengerId", "size"], np.arange(0, 40, 2))
    assert list(encoding.centre) == ["size"]
    assert describe("seconds", gaps).kind == "number"


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ([str(i % 9) for i in range(20)] + ["unknown"], "'unknown' among its numbers"),
        (["12 kg", "7.5 kg"] * 9, "words such as '12 kg'"),
        (["2020-01-31", "2021-12-01"] * 9, "holds dates"),
    ],
)
def test_columns_that_were_meant_as_numbers_are_told(tmp_path, cells, words):
    (said,) = odd_columns(sheet(tmp_path, a=cells, b=["x", "y", "z"] * (len(cells) // 3)))
    assert words in said
    assert not list(odd_columns(sheet(tmp_path, b=["1", "2", "A", "B"], c=["1", "2", "3", "NA"])))


def test_bins_say_how_much_of_them_lies_below_a_number():
    found = below(np.array([-5, 0.5, 2, 99, np.nan]), (0.0, 1.0, 3.0))
    assert found.tolist() == [[0, 0], [0.5, 0], [1, 0.5], [1, 1], [0, 0]]
    assert below(np.ones(3), ()).shape == (3, 0)


def test_bins_reach_the_few_rows_that_differ_from_most():
    gains = np.r_[np.zeros(950), np.linspace(1000, 9000, 50)]
    edges = bin_edges(gains)
    assert edges[0] == 0
    assert edges[-1] == 9000
    assert sum(1000 < edge < 9000 for edge in edges) >= 10
    assert bin_edges(gains[-60:]) == ()


def test_numbers_of_a_long_column_have_bins_in_training_and_after_it(tmp_path):
    table = sheet(tmp_path, age=[str(i % 90) for i in range(400)])
    encoding = TableEncoding.learn(table, ["age"], np.arange(400))
    features = encoding.encode(table)
    assert features.shape == (400, len(encoding.names))
    assert features.shape[1] > 10
    assert (encoding.encode(sheet(tmp_path, age=["0"])) == features[:1]).all()


def test_a_first_line_that_looks_like_a_row_is_told(tmp_path):
    def said(*columns):
        return " ".join(odd_columns(sheet(tmp_path, **{name: ["1", "2"] for name in columns})))

    assert "taken for names of columns" in said("5.1", "3.5", "setosa")
    assert "taken for names of columns" in said("5", "3")
    assert said("country", "2019", "2020") == ""


def test_a_name_with_an_underscore_is_no_number():
    assert describe("month", ["2021_07", "2021_08"] * 5).kind == "category"
