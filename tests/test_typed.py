"""Values of another type are one sentence; JSON of any kind is read or refused, never a crash."""

import ast
import json
from pathlib import Path
from typing import NotRequired

import pytest
from typing_extensions import TypedDict

import gradatim
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


# Where Python's own functions parse JSON or TOML, and why deep nesting ends in no traceback.
RAW = {
    "checksums.py": "what was written just before; cards that ship",
    "cli/recipe_options.py": "RecursionError is caught",
    "views/chat/recordings.py": "ours, in the package",
    "web/runs/report_in_french.py": "ours, in the package",
    "data/language/conversations.py": "published files, compared with their checksums",
    "data/multimodal/emoji.py": "the same",
    "labs/exercise.py": "RecursionError is caught",
    "labs/notebook.py": "written by pip",
    "labs/sandbox/remote_call.py": "said by our own server",
    "labs/sandbox/request.py": "said by our own process",
    "labs/sandbox/watchdog.py": "RecursionError is caught",
    "labs/workspace.py": "RecursionError is caught",
    "models/hub/character_table.py": "said by the tokenizers library",
    "pyrat/game/maze_pool.py": "every exception is caught",
    "pyrat/matches/external_worker.py": "said by our own process",
    "pyrat/matches/tournament.py": "what was written just before",
    "recipes/multimodal/shipped_models.py": "ships with the package",
    "views/core/engine.py": "ships with the package",
    "views/core/wire.py": "RecursionError is caught",
    "views/sizes/engine.py": "ships with the package",
    "web/lab.py": "RecursionError is caught",
    "web/lessons/lesson.py": "RecursionError is caught",
    "web/model/server.py": "RecursionError is caught",
    "web/reading/routes.py": "RecursionError is caught",
}


def test_files_of_users_are_read_by_the_typed_reader_or_by_one_that_expects_deep_nesting():
    package, found = Path(gradatim.__file__).parent, {}
    for file in package.rglob("*.py"):
        name = file.relative_to(package).as_posix()
        if name.startswith("labs/exercises/"):
            continue
        calls = [n for n in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(n, ast.Call)]
        read = {"json.load", "json.loads", "tomllib.load", "tomllib.loads"}
        if any(ast.unparse(call.func) in read for call in calls):
            found[name] = "RecursionError" in file.read_text("utf-8")
    assert found.keys() == RAW.keys()
    assert all(found[name] for name, why in RAW.items() if why == "RecursionError is caught")
