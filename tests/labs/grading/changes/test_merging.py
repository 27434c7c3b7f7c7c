"""Two changed versions of one piece of code become one that has both changes."""

import ast

import pytest

from gradatim.labs.grading.changes.merging import laid_over, merged

BASE = "def f(x):\n    a = x + 1\n    b = a * 2\n    return b\n"


def together(one: str, other: str) -> str | None:
    found = merged(*map(ast.parse, (BASE, one, other)))
    return None if found is None else ast.unparse(ast.fix_missing_locations(found)) + "\n"


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (("x + 1", "x - 1"), ("a * 2", "a / 2"), (("x + 1", "x - 1"), ("a * 2", "a / 2"))),
        (("    b = a * 2\n", ""), ("x + 1", "x"), (("    b = a * 2\n", ""), ("x + 1", "x"))),
        (("x + 1", "x"), ("x + 1", "x"), (("x + 1", "x"),)),
    ],
)
def test_changes_at_two_places_are_joined(one, other, both):
    wanted = BASE
    for change in both:
        wanted = wanted.replace(*change)
    assert together(BASE.replace(*one), BASE.replace(*other)) == wanted


def test_two_changes_of_one_place_are_not():
    assert together(BASE.replace("x + 1", "x + 2"), BASE.replace("x + 1", "x + 3")) is None


def test_a_mistake_that_calls_what_it_replaces_comes_last():
    first = ast.parse(BASE.replace("x + 1", "x - 1"))
    second = ast.parse("_right = f\ndef f(x):\n    return -_right(x)\n")
    modules = laid_over(ast.parse(BASE), second, first)
    assert modules is not None
    space: dict = {}
    for module in (ast.parse(BASE), *modules):
        exec(compile(module, "<test>", "exec"), space)
    assert space["f"](5) == -8  # both mistakes: -((5 - 1) * 2)
