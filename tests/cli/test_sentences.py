"""Wrong words of a command line: each is one sentence that says what to give.

A word in place of a number, or a number that cannot be, is told with what can be.
"""

import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from cyclopts import App

from gradatim.cli import app
from gradatim.cli.runs import RunOptions
from gradatim.cli.sweep import SweepOptions
from gradatim.errors import UserError
from gradatim.recipes.options import Option, change, options
from gradatim.recipes.registry import RECIPES, get
from gradatim.spelling import speaking
from gradatim.training import RuntimeOptions

# A number below which nothing is: no option here takes it.
TOO_SMALL = -7
# What a command needs before it looks at a number; a run folder that is not there is seen later.
GIVEN = {
    "size": ["gpt2", "--tokens", "1e9"],
    "similar": ["nowhere", "a", "b"],
    "fill": ["[MASK]"],
    "match": ["nowhere", "heart.png"],
    "robustness": ["nowhere"],
    "shrink": ["nowhere", "--to", "distilled"],
    "pyrat tournament": ["greedy", "random"],
}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("train", "digits-mlp", "--epochs"), "--epochs has no value: give"),
        (("train", "digits-mlp", "--batch-size", "1.5"), "--batch-size is '1.5': give a whole"),
        (("train", "digits-mlp", "--seed", "1", "--seed", "2"), "--seed is given twice"),
        (("train", "digits-mlp", "--epoch", "1"), "did you mean --epochs?"),
        (("train", "digits-mlp", "--optimizer", "adam"), "did you mean 'adamw'"),
        (("predict",), "gradatim predict needs RUN"),
        (("pyrat", "wach", "greedy", "random"), "gradatim pyrat has no command 'wach': did you"),
        (("train", "digits-mlp", "--n-head", "3"), "no option --n-head: see gradatim train"),
        (("train", "digits-mlp", "--label-smoothing", "1"), "give a number from 0 to below 1"),
        (("report", "--nonsense"), "gradatim report has no option --nonsense"),
    ],
)
def test_a_wrong_word_is_named_with_what_is_allowed(fails, words, sentence):
    assert sentence in fails(*words)


def _is_numeric(kind: Any) -> bool:
    return kind in (int, float) or any(map(_is_numeric, get_args(kind)))


def _commands(of: App, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], App]]:
    for name in of:
        if name.startswith("-"):
            continue
        if [below for below in of[name] if not below.startswith("-")]:
            yield from _commands(of[name], (*path, name))
        else:
            yield (*path, name), of[name]


def _numeric_options() -> Iterator[tuple[list[str], str, int, str]]:
    """Of every command: the words before an option, its name, how many numbers, its help."""
    for path, command in _commands(app):
        known = command.assemble_argument_collection(parse_docstring=True)
        needed = ["nowhere" for a in known if a.index is not None and a.required]
        for argument in known:
            if argument.show and _is_numeric(argument.hint):
                words = [*path, *GIVEN.get(" ".join(path), needed)]
                if argument.name in words:
                    words = words[: words.index(argument.name)]
                n = 2 if "tuple[int, int]" in str(argument.hint) else 1
                yield words, argument.name, n, " ".join((argument.parameter.help or "").split())


def test_a_word_for_a_number_is_told_with_its_range(fails, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    found = list(_numeric_options())
    assert len(found) > 80
    for words, option, n, help_line in found:
        said = fails(*words, option, *["two"] * n)
        assert f"{option} is 'two': give " in said
        assert help_line.partition(" (default")[0] in said


def test_a_number_out_of_range_is_told_with_what_is_allowed(fails, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for words, option, n, _ in _numeric_options():
        if words[:2] == ["lab", "hint"]:  # how many hints there are depends on the exercise
            continue
        said = fails(*words, option, *[str(TOO_SMALL)] * n)
        assert f"{option} is {TOO_SMALL}" in said, said
        assert re.search(r"give .*\d", said), said
    assert not list(tmp_path.iterdir())


def _told(name: str, option: Option, value: object) -> str:
    with speaking(terminal=True), pytest.raises(UserError) as error:
        change(name, get(name), {option.name: value})
    return str(error.value)


def test_every_recipe_tells_the_range_of_a_number():
    told: set[tuple[str, str]] = set()
    for name in RECIPES:
        for option in options(get(name)):
            if not _is_numeric(option.type) or (option.name, option.help) in told:
                continue
            told.add((option.name, option.help))
            assert option.help.partition(" (default")[0] in _told(name, option, "two")
            n = len(option.value or "1") if "tuple" in str(option.type) else 0
            said = _told(name, option, (TOO_SMALL,) * n if n else TOO_SMALL)
            assert "give " in said or "belongs to" in said, said


@pytest.mark.parametrize("command", ["train", "sweep"])
def test_what_no_recipe_has_tells_its_range_too(command, fails):
    for config in (RuntimeOptions(), RunOptions()) if command == "train" else (SweepOptions(),):
        for option in filter(lambda option: _is_numeric(option.type), options(config)):
            flag = "--" + option.name.replace("_", "-")
            said = fails(command, "digits-mlp", flag, "two")
            assert f"{flag} is 'two': give " in said
            assert option.help.partition(" (default")[0] in said
