"""A CSV file is read as people write it, and what is wrong with it is said."""

import pytest

from gradatim.data.own.sheet import is_unlabeled, read_json_lines, read_sheet
from gradatim.errors import UserError


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("a,b\n1,x\n2,y\n", "utf-8"),
        ("a;b\n1,5;x\n2,5;y\n", "utf-8"),
        ("a\tb\n1\tx\n2\ty\n", "utf-8"),
        ("\ufeffa,b\r\n1,x\r\n2,y\r\n", "utf-8"),
        ("a,b\n1,été\n2,y\n", "cp1252"),
        ("a,b\n1,x\n2,y\n", "utf-16"),
        ('a,b\n"1,0",x\n2,"y, and z"\n', "utf-8"),
        ("sep=;\r\na;b\r\n1;x\r\n2;y\r\n", "utf-8"),
        ("a,b\r1,x\r2,y\r", "utf-8"),
    ],
)
def test_usual_delimiters_and_encodings_are_found(tmp_path, text, encoding):
    path = tmp_path / "table.csv"
    path.write_bytes(text.encode(encoding))
    table = read_sheet(path)
    assert table.columns == ["a", "b"]
    assert [len(row) for row in table.rows] == [2, 2]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"a,b\n", "has no rows"),
        (b"a,a\n1,2\n", "several columns 'a'"),
        (b"a,b\n1,2\n1,2,3\n", "line 3 of .* has 3 cells"),
        (b'a,b\n"x\ny",1\n\n"p\nq",2,3\n', "line 6 of .* has 3 cells, over 2 lines,"),
        (b'a,b\n1,2\n1,"2\n1,2\n1,2\n', "after line 2 of .* is never closed"),
        (b"PK\x03\x04\0\0\0", "is not text"),
    ],
)
def test_what_is_no_table_is_one_sentence(tmp_path, content, message):
    path = tmp_path / "table.csv"
    path.write_bytes(content)
    with pytest.raises(UserError, match=message):
        read_sheet(path)


def test_unknown_column_names_the_nearest(tmp_path):
    (tmp_path / "t.csv").write_text("price,rooms\n1,2\n")
    with pytest.raises(UserError, match="did you mean 'price'"):
        read_sheet(tmp_path / "t.csv").column("prices")


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ('a,b\n"1,234",x\n"12",y\n', ["1234", "12"]),
        ('a,b\n"1,234,567.5",x\n-3,y\n', ["1234567.5", "-3"]),
        ("a;b\n1 234,50;x\n;y\n", ["1234.50", ""]),
        ("a;b\n1.234,5;x\n2,25;y\n", ["1234.5", "2.25"]),
        ("a;b\n1\u202f234 €;x\n12 €;y\n", ["1234", "12"]),
        ('a,b\n"-$1,200",x\n$7,y\n', ["-1200", "7"]),
        ("a,b\n12 %,x\n3.5%,y\n", ["12", "3.5"]),
    ],
)
def test_numbers_for_readers_become_plain_and_that_is_told(tmp_path, text, cells):
    (tmp_path / "t.csv").write_text(text)
    with pytest.warns(UserWarning, match="written for readers: 'a'"):
        assert read_sheet(tmp_path / "t.csv").column("a") == cells


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a;b\n1,234;x\n2,5;y\n", ["1,234", "2,5"]),  # a comma before decimals
        ("a,b\n1.234,x\n2.345,y\n", ["1.234", "2.345"]),
        ('a,b\n"1,234",x\nC85,y\n', ["1,234", "C85"]),
        ('a,b\n"0,125",x\n"1,250",y\n', ["0,125", "1,250"]),
        ("a,b\n12 kg,x\n7 kg,y\n", ["12 kg", "7 kg"]),
    ],
)
@pytest.mark.filterwarnings("error")
def test_what_may_be_something_else_stays(tmp_path, text, cells):
    (tmp_path / "t.csv").write_text(text)
    assert read_sheet(tmp_path / "t.csv").column("a") == cells


def test_json_lines_are_a_table_too(tmp_path):
    path = tmp_path / "metadata.jsonl"
    path.write_text('{"file_name": "a.png", "label": 1}\n\n{"label": null, "text": "x"}\n')
    table = read_json_lines(path)
    assert table.columns == ["file_name", "label", "text"]
    assert table.rows == [["a.png", "1", ""], ["", "", "x"]]
    for wrong in ("[1, 2]", "[" * 99_999, '{"a": ' * 99_999, '"\\ud800"'):
        path.write_text('{"label": 1}\n' + wrong)
        with pytest.raises(UserError, match=r"line 2 of .* is not a JSON object"):
            read_json_lines(path)


def test_a_class_may_be_called_none():
    assert [is_unlabeled(cell) for cell in ("None", "", "NA", "?", "cat")] == [
        *(False, True, True, True, False),
    ]
