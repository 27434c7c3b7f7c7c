"""What `--help` says of the options: a range for every number, one paragraph each, no opposites."""

import re

import pytest
import torch
from rich.console import Console

from gradatim.cli import COMMANDS, app, main
from gradatim.cli.lab.learner import app as lab
from gradatim.cli.own.group import app as data
from gradatim.cli.pyrat.group import app as pyrat
from gradatim.errors import UserError
from gradatim.recipes import get
from gradatim.recipes.options import change, options
from gradatim.recipes.registry import RECIPES

GROUPS = {"lab": lab, "data": data, "pyrat": pyrat}
OF_A_RECIPE = {"train": ["digits-mlp"], "find-lr": ["digits-mlp"], "sweep": ["digits-mlp"]}
NAMES = [command.name for commands in COMMANDS.values() for command in commands]
LEAVES = [[name, *OF_A_RECIPE.get(name, [])] for name in NAMES if name not in GROUPS]
LEAVES += [[group, name] for group, app in GROUPS.items() for name in app if name[0] != "-"]
RANGE = re.compile(r"at least|above|below|at most|from \d|\d to |\bup\b")
PLACE = re.compile(r"\b(files?|folders?|page|tables?|images)\b", re.I)


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
        if re.search(r"-[\w-]+ PATH\b", entry) or re.match(r"\* +(RUNS?|FILES|IMAGES)\b", entry):
            assert PLACE.search(entry), f"neither a file nor a folder: {entry}"
        assert "--empty-" not in entry
        assert not re.search(r"\[default: (False|None|\"\"|\(|/)", entry), "no value to type"
        assert entry.count("default: ") <= 1
        assert not re.search(r"[.]( \[.*)?$", entry), "a noun phrase has no full stop"
        if words[0] not in OF_A_RECIPE:  # a recipe may have a switch on, which one turns off
            assert "--no-" not in entry or "--no-browser" in entry


@pytest.mark.parametrize("words", [["caption"], ["match"], ["predict"], ["energy"]], ids=" ".join)
def test_what_is_needed_once_at_least_stands_without_brackets(words, help_of):
    usage, _ = help_of(words)
    assert re.search(r" [A-Z]+\.\.\.$", usage), usage


OWN_TOO = re.compile(r"\b(folder|file|csv|table)\b", re.I)
# They make their images of digits or garments, or compare two sets that are known.
NAMED_SETS = ("digits", "fashion-mnist", "mnist", "medmnist", "emoji", "facts")


@pytest.mark.parametrize("name", RECIPES)
def test_the_help_of_data_says_whether_ones_own_are_a_file_or_a_folder(name, tmp_path):
    recipe = get(name)
    for option in options(recipe):
        if option.name in ("text", "init_from"):
            assert OWN_TOO.search(option.help), option.help
        if option.name == "data" and not OWN_TOO.search(option.help):
            assert any(word in option.help for word in NAMED_SETS)
            with pytest.raises(UserError):  # what the help does not offer is refused
                change(name, recipe, {"data": str(tmp_path)}).build(torch.device("cpu"))
