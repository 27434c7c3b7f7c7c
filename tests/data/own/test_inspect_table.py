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
    assert "3 rows have no target: they are left out." in inspect_table(table, "label").warnings


def test_a_long_column_beside_classes_is_text(sheet):
    rows = [f"this is review number {i} of them,{'good' if i % 2 else 'bad'}" for i in range(40)]
    found = inspect_texts_of_table(sheet("review,label", *rows, rows[0]), None)
    assert found is not None
    assert found.kind == "texts"
    assert found.counts == {"bad": {"all": 21}, "good": {"all": 20}}
    assert any("more than once" in warning for warning in found.warnings)
    assert inspect_texts_of_table(people(sheet), None) is None
