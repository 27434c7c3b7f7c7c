"""What `--help` says of the options: a range for every number, one paragraph each, no opposites."""

import re

import pytest
from rich.console import Console

from gradatim.cli import COMMANDS, app, main
from gradatim.cli.lab.learner import app as lab
from gradatim.cli.own.group import app as data
from gradatim.cli.pyrat.group import app as pyrat

GROUPS = {"lab": lab, "data": data, "pyrat": pyrat}
OF_A_RECIPE = {"train": ["digits-mlp"], "find-lr": ["digits-mlp"], "sweep": ["digits-mlp"]}
NAMES = [command.name for commands in COMMANDS.values() for command in commands]
LEAVES = [[name, *OF_A_RECIPE.get(name, [])] for name in NAMES if name not in GROUPS]
LEAVES += [[group, name] for group, app in GROUPS.items() for name in app if name[0] != "-"]
RANGE = re.compile(r"at least|above|below|at most|from \d|\d to |\bup\b")


@pytest.fixture
def help_of(monkeypatch, capsys):
    """The usage line of a command, and the entries of its boxes, each on one very wide line."""

    def read(words):
        monkeypatch.setenv("COLUMNS", "2000")  # for the options of recipes, built at each call
        monkeypatch.setattr(app, "console", Console(width=2000))  # the others keep their width
        main([*words, "--help"])
        lines = capsys.readouterr().out.splitlines()
        [usage] = [line for line in lines if line.startswith("Usage:")]
        return usage, [line.strip("│ ") for line in lines if line.startswith("│")]

    return read


@pytest.mark.parametrize("words", LEAVES, ids=" ".join)
def test_help_says_the_range_of_every_number_and_breaks_no_line(words, help_of):
    usage, entries = help_of(words)
    positional = re.sub(r"--[\w-]+ [A-Z]+|OPTIONS|COMMAND", "", usage)
    named = re.findall(r"\b[A-Z][A-Z_]+\b", positional)
    described = [name for entry in entries for name in re.findall(r"^(?:\* +)?([A-Z_]+)\b", entry)]
    assert sorted(named) == sorted(described), "the usage line names what the boxes describe"
    for entry in entries:
        assert re.match(r"(\* +)?(--|[A-Z]+\b)", entry), f"half a description: {entry}"
        if re.search(r"-[\w-]+ (INT|FLOAT)\b", entry):
            assert RANGE.search(entry), f"no range: {entry}"
        assert "--empty-" not in entry
        assert not re.search(r"\[default: (False|None|\"\"|\(|/)", entry), "no value to type"
        assert entry.count("default: ") <= 1
        assert not re.search(r"[.]( \[.*)?$", entry), "a noun phrase has no full stop"
        if words[0] not in OF_A_RECIPE:  # a recipe may have a switch on, which one turns off
            assert "--no-" not in entry or "--no-browser" in entry
