"""A target is found by its name, and is classes or a quantity by what its cells say."""

import pytest

from gradatim.data.own.sheet import Sheet, read_sheet
from gradatim.data.own.target import class_names, find_target, is_quantity, other_target
from gradatim.errors import UserError


def sheet(tmp_path, **columns):
    rows = [list(row) for row in zip(*columns.values(), strict=True)]
    return Sheet(tmp_path / "t.csv", list(columns), rows)


def test_target_is_the_named_column_else_by_its_name_else_the_last(tmp_path):
    table = sheet(tmp_path, label=["a", "b"], size=["1", "2"])
    assert find_target(table) == "label"
    assert find_target(table, "size") == "size"
    assert find_target(sheet(tmp_path, a=["1"], b=["2"])) == "b"


def test_another_column_that_is_called_like_a_target_is_named(tmp_path):
    table = sheet(tmp_path, id=["1", "2"], **{"class": ["1", "3"]}, survived=["no", "yes"])
    assert find_target(table) == "class"
    assert other_target(table, "class") == "target=COLUMN chooses another, such as 'survived'"
    assert other_target(sheet(tmp_path, a=["1"], b=["2"]), "b") == "target=COLUMN chooses another"


def test_one_column_is_refused_as_cells_that_were_not_separated(tmp_path):
    (tmp_path / "t.csv").write_text("age town price\n30 Brest 3\n40 Paris 5\n")
    with pytest.raises(UserError, match=r"one column, 'age town price'.*commas, semicolons, tabs"):
        find_target(read_sheet(tmp_path / "t.csv"))


def test_few_whole_numbers_are_classes_and_many_a_quantity():
    assert not is_quantity(["0", "1", "0", "1"])
    assert is_quantity([str(i) for i in range(40)])
    assert is_quantity(["0.5", "1.5"])
    assert not is_quantity(["yes", "no"])
    prices = [str(100 + 7 * (i % 12)) for i in range(30)]  # too few rows of each for classes
    assert is_quantity(prices)
    assert not is_quantity([str(i % 5) for i in range(30)])


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        (["a"] * 30, "has one value only, 'a'"),
        ([f"name {i}" for i in range(30)], "30 different values in 30 rows; such as 'name 0'"),
        ([f"{i / 2}" for i in range(30)] + ["n.v."], "'n.v.' stands among its numbers"),
    ],
)
def test_what_cannot_be_classes_is_one_sentence(cells, message):
    with pytest.raises(UserError, match=message):
        class_names(cells, "column 'y'")
    assert class_names(["b", "a", "a", "b"], "column 'y'") == ("a", "b")
