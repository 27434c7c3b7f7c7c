"""A name that places a line is given only where the learner's tree has the line there."""

import ast

import pytest

from gradatim.labs.grading.changes.line_places import LINES, stands_so
from gradatim.labs.grading.changes.small_changes import changes

RIGHT = """
def f(xs):
    total = 0
    for x in xs:
        y = x * x
        total += y
    return total
"""


def of(key, **words):
    """The change of RIGHT of a kind, with these words among its own."""
    found = (c for c in changes(RIGHT, "f") if c.key == key and words.items() <= c.words.items())
    return next(found)


@pytest.mark.parametrize(
    ("key", "words", "mine", "stands"),
    [
        ("outside_loop", {"code": "total += y"}, RIGHT, False),
        ("outside_loop", {"code": "total += y"}, RIGHT.replace("        total", "    total"), True),
        ("outside_loop", {"code": "total += y"}, RIGHT.replace("total += y", "total -= y"), False),
        ("inside_loop", {"code": "total = 0"}, RIGHT, False),
        (
            "inside_loop",
            {"code": "total = 0"},
            "def f(xs):\n    for x in xs:\n        total = 0\n        total += x\n",
            True,
        ),
        ("lines_exchanged", {"b": "total += y"}, RIGHT, False),
        (
            "lines_exchanged",
            {"b": "total += y"},
            "def f(xs):\n    for x in xs:\n        total += y\n        y = x * x\n",
            True,
        ),
        ("overwritten", {"code": "total"}, RIGHT.replace("    total = 0\n", ""), False),
        ("overwritten", {"code": "total"}, RIGHT.replace("+=", "="), True),
    ],
)
def test_line_is_placed_by_the_tree(key, words, mine, stands):
    ast.parse(mine)
    assert key in LINES
    assert stands_so(of(key, **words), mine, "f", RIGHT) == stands
