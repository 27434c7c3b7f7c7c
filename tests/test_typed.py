"""Values of another type are one sentence; JSON of any kind is read or refused, never a crash."""

import json
from typing import NotRequired

import pytest
from typing_extensions import TypedDict

from gradatim.errors import UserError
from gradatim.typed import parse_json, read_json, validated


class Point(TypedDict):
    x: int
    name: NotRequired[str]


def test_what_fits_comes_back():
    assert validated(Point, {"x": 1}, "file", "mend it.") == {"x": 1}
    assert validated(tuple[int, ...], [1, 2], "file", "mend it.", strict=False) == (1, 2)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"x": "1"}, ["file has x '1'", "integer", "mend it."]),
        ({}, ["file lacks x", "mend it."]),
        ([1], ["file is [1]"]),
        ({"x": "a" * 500}, ["..."]),
    ],
)
def test_the_first_fault_is_named_with_its_value(value, words):
    with pytest.raises(UserError) as error:
        validated(Point, value, "file", "mend it.")
    for word in words:
        assert word in str(error.value)
    assert len(str(error.value)) < 200


@pytest.mark.parametrize(
    "content", [b"", b"{", b"\xff\xfe", b'"\\ud800"', b"[" * 100_000, b'{"a": 1} x']
)
def test_what_is_not_json_is_said(tmp_path, content):
    file = tmp_path / "x.json"
    file.write_bytes(content)
    with pytest.raises(UserError, match="is damaged"):
        read_json(file, "mend it.")


def test_a_byte_order_mark_and_infinite_numbers_are_read():
    assert parse_json(b'\xef\xbb\xbf{"a": Infinity}') == json.loads('{"a": Infinity}')
