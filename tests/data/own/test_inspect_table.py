"""A table before training: what its target is, what is missing, and what would give it away."""

import pytest

from gradatim.data.own.inspect_table import inspect_table, inspect_texts_of_table
from gradatim.data.own.sheet import read_sheet


@pytest.fixture
def sheet(tmp_path):
    def write(*rows):
        (tmp_path / "t.csv").write_text("\n".join(rows))
        return read_sheet(tmp_path / "t.csv")

    return write


def people(sheet, column="", cell=lambda i: ""):
    extra = f",{column}" if column else ""
    rows = [f"age,city,survived{extra}"]
    for i in range(60):
        more = f",{cell(i)}" if column else ""
        rows.append(f"{20 + i % 37},{'AB'[i % 3 == 0]},{'yes' if i % 4 else 'no'}{more}")
    return sheet(*rows)


def test_classes_and_quantities_are_told_apart(sheet):
    found = inspect_table(people(sheet), "survived")
    assert "classes: classification" in found.how
    assert found.counts == {"yes": {"all": 45}, "no": {"all": 15}}
    assert found.metadata["rows"] == "60"
    assert found.next_command.endswith("t.csv --target survived")
    assert "a quantity: regression" in inspect_table(people(sheet), "age").how


def test_a_column_that_says_the_target_is_told(sheet):
    found = inspect_table(people(sheet, "alive", lambda i: int(bool(i % 4))), "survived")
    assert any("'alive' says the target outright" in warning for warning in found.warnings)
    fair = inspect_table(people(sheet), "survived")
    assert not [warning for warning in fair.warnings if "outright" in warning]


def test_missing_targets_and_columns_that_tell_nothing_are_told(sheet):
    found = inspect_table(people(sheet, "same", lambda i: "x"), "survived")
    assert any("'same' (constant)" in warning for warning in found.warnings)
    table = sheet("age,label", *(f"{i},{'' if i < 3 else 'ab'[i % 2]}" for i in range(40)))
    assert "3 rows are without a target and left out." in inspect_table(table, "label").warnings


def test_a_long_column_beside_classes_is_text(sheet):
    rows = [f"this is review number {i} of them,{'good' if i % 2 else 'bad'}" for i in range(40)]
    found = inspect_texts_of_table(sheet("review,label", *rows, rows[0]), None)
    assert found is not None
    assert found.kind == "texts"
    assert found.counts == {"bad": {"all": 21}, "good": {"all": 20}}
    assert any("more than once" in warning for warning in found.warnings)
    assert inspect_texts_of_table(people(sheet), None) is None


def test_why_a_target_cannot_be_learned_is_told_before_training(sheet):
    names = sheet("size,name", *(f"{i % 7},name {i}" for i in range(40)))
    assert any("which are not classes" in w for w in inspect_table(names, "name").warnings)
    same = sheet("size,price", *(f"{i % 7},3.5" for i in range(40)))
    assert any("one value only, '3.5'" in w for w in inspect_table(same, "price").warnings)
    few = inspect_table(sheet("size,kind", *(f"{i % 7},{'ab'[i % 2]}" for i in range(9))), "kind")
    assert any("at least 20 rows" in w for w in few.warnings)


def test_a_quantity_is_not_given_away_by_what_differs_in_every_row(sheet):
    rows = (f"{3 * i + i % 2}.5,{7 * i + i % 3}.25" for i in range(40))
    assert not any(
        "outright" in w for w in inspect_table(sheet("a,price", *rows), "price").warnings
    )


def test_texts_in_several_splits_or_classes_are_told(sheet):
    rows = [f"this is review number {i} of them,{'ab'[i % 2]},train" for i in range(40)]
    more = ["this is review number 3 of them,b,test", "this is review number 4 of them,b,train"]
    found = inspect_texts_of_table(sheet("review,label,split", *rows, *more), None)
    assert found is not None
    assert any("1 text is in several splits" in warning for warning in found.warnings)
    assert any("1 text is there with several classes" in warning for warning in found.warnings)
