"""Whatever people call a folder, a class, a file or a player, every command prints it as it is."""

import ast
import contextlib
import io
import os
import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from rich.console import Console
from rich.text import Text

import gradatim
from gradatim.cli import main
from gradatim.printing import escaped

NAMES = (
    "[x]",
    "[bold]",
    "[red]a[",
    "]b[-]",
    "<img src=x onerror=alert(1)>",
    "a&amp;<b>'\"",
    "\x1b[31mred",
    "tab\tand\nline\x07",
    "\u202egnp.exe",
    "half \udce9",
    "emoji :smile: 🐀",
    "%s {0} $(x) $\\y$",
    "é" * 127,
)


def possible(name: str) -> str:
    """The name as a file system of this machine takes it."""
    return re.sub("/" if os.name == "posix" else r'[<>:"|?*\x00-\x1f]', "_", name)


@pytest.mark.parametrize("name", [*NAMES, "[/x]", "a\\[b]", "\x9b1m", "\u2066x\u2069"])
def test_shown_is_no_markup_and_moves_nothing(name):
    console = Console(file=io.StringIO(), width=500, force_terminal=True, color_system="truecolor")
    console.print(f"[bold]{escaped(name)}[/] end", highlight=False, soft_wrap=True, emoji=False)
    printed = console.file.getvalue().removeprefix("\x1b[1m").replace("\x1b[0m", "", 1)
    assert "\x1b" not in printed
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", printed)
    assert Text.from_markup(escaped(name)).spans == []
    letters = re.sub("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", "", name)
    assert all(letter in printed for letter in letters)


@pytest.fixture(scope="module")
def image_run(tmp_path_factory):
    """A run on two classes with the worst names."""
    folder = tmp_path_factory.mktemp("names")
    rng = np.random.default_rng(0)
    for label in ("[/x]".replace("/", "\\"), "<img src=x onerror=alert(1)>"):
        (folder / "pets" / possible(label)).mkdir(parents=True)
        for i in range(6):
            pixels = rng.integers(0, 256, (16, 16, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(folder / "pets" / possible(label) / f"{i}.png")
    options = {"widths": (8,), "depths": (1,), "image_size": 16, "steps": 2, "batch_size": 4}
    gradatim.train("folder-resnet", data=str(folder / "pets"), out=folder / "run", **options)
    return folder / "run"


def run(*words) -> None:
    """A command ends well, or in a sentence; anything else ends the test."""
    with contextlib.suppress(SystemExit):
        main([*map(str, words)])


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_commands_print_every_name(image_run, tmp_path, capsys, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    try:
        folder = shutil.copytree(image_run, tmp_path / possible(name))
        image = tmp_path / f"{possible(name)[:100]}.png"
        Image.new("RGB", (20, 20), "red").save(image)
    except (OSError, UnicodeError):
        pytest.skip("this file system has no such names")
    run("predict", folder, image)
    run("resume", folder)
    run("train", name)
    run("train", "digits-mlp", "--data", name)
    run("pyrat", "match", name, "random", "--games", "2")
    if name in (
        "[bold]",
        "%s {0} $(x) $\\y$",
        "<img src=x onerror=alert(1)>",
        "half \udce9",
    ):  # slower ones
        run("report", folder)
        run("compare", folder, image_run, "--out", tmp_path / "compare.html")
        run("explain", folder, image, "--out", tmp_path / "explain.html")
        run("evaluate", folder)
        run("energy", folder, image_run)
    printed = capsys.readouterr()
    assert not re.search("[\x07\x9b\u202e]", printed.out + printed.err)
    for page in (folder / "report.html", tmp_path / "compare.html", tmp_path / "explain.html"):
        if page.exists():
            assert "<img src=x" not in page.read_text("utf-8", errors="replace")


def test_no_console_turns_colons_of_a_name_into_an_emoji():
    """`a:x:b` is a name; rich would print a cross unless told not to."""
    package = Path(gradatim.__file__).parent
    for file in package.rglob("*.py"):
        if "exercises" in file.parts:
            continue
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "Console":
                given = {word.arg: ast.unparse(word.value) for word in call.keywords}
                assert given.get("emoji") == "False", f"{file.name}:{call.lineno}"


# Words that stand for something that users named, where they are printed without `escaped`.
OURS = {
    "cli/multimodal.py: name": "is escaped above",
    "cli/own/data.py: name": "of a field",
    "cli/pyrat/exact.py: name": "won, drawn",
    "cli/pyrat/matches.py: name": "of a preset",
    "cli/pyrat/problems.py: problem": "is escaped above",
    "cli/recipes.py: name": "of a recipe",
    "cli/runs.py: folder": "is escaped above",
    "cli/runs.py: name": "words of ours",
    "cli/size.py: way.name": "words of ours",
    "experiments/tour.py: step.title": "words of ours",
    "labs/terminal.py: value['name']": "becomes a Text",
}
USERS = re.compile(
    r"(?:name|title|folder|page|path|file|player|problem|run|model)(?:'\])?(?:\(.*\))?$"
)


def printed(node):
    """What is put into texts that rich will read, without what is escaped or is a `Text`."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) in ("escaped", "Text", "map"):
        return
    if isinstance(node, ast.FormattedValue) and node.format_spec is None:
        yield node.value
    for child in ast.iter_child_nodes(node):
        yield from printed(child)


def test_what_users_named_is_escaped_wherever_rich_prints_it():
    package, found = Path(gradatim.__file__).parent, set()
    for file in package.rglob("*.py"):
        name = file.relative_to(package).as_posix()
        if name.startswith("labs/exercises/"):
            continue
        for call in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
                continue
            if call.func.attr not in ("print", "add_row", "rule", "status"):
                continue
            if any(word.arg == "markup" for word in call.keywords):
                continue
            plain = [arg for arg in call.args if isinstance(arg, ast.Name | ast.Attribute)]
            plain += [arg for arg in call.args if isinstance(arg, ast.Subscript)]
            for value in [*plain, *(v for arg in call.args for v in printed(arg))]:
                if isinstance(value, ast.Call) and ast.unparse(value.func) == "escaped":
                    continue
                if USERS.search(ast.unparse(value)):
                    found.add(f"{name}: {ast.unparse(value)}")
    assert found == set(OURS)
