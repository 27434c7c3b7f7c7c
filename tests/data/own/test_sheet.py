"""A CSV file is read as people write it, and what is wrong with it is said."""

import pytest

from gradatim.data.own.sheet import read_sheet
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
        (b"PK\x03\x04\0\0\0", "is no text"),
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
