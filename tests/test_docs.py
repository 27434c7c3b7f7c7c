"""README and docs say what is so: results, commands, links and names of files."""

import contextlib
import doctest
import os
import re
import shlex
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from cyclopts import MissingArgumentError
from markdown_it import MarkdownIt
from mdit_py_plugins.anchors import anchors_plugin
from PIL import Image

import benchmarks
from gradatim.cli import app, main

ROOT = Path(__file__).parents[1]
# The French twins hold the same lines of code: tests/web/course/test_documents.py.
CHAPTERS = sorted((ROOT / "docs" / "chapters").glob("0[1-9]-*.md"))
PAGES = [
    *(ROOT / "docs").rglob("*.md"),
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md")),
]
FILES = [path.as_posix() for path in ROOT.glob("**/*") if ".venv" not in path.parts]

# Words in commands that a reader replaces, and what stands for them here.
PLACEHOLDERS = {
    "RUN": "runs/mine", "RUN...": "runs/mine", "RUN-or-hub-name": "gpt2", "RECIPE": "digits-mlp",
    "FOLDER": "folder", "DIR": "folder", "DIR...": "folder", "NAME": "greedy",
    "OPPONENT": "greedy", "PRESET": "course", "...": "",
}  # fmt: skip
PLAYER = """
from pyrat import Action, Player
class Still(Player):
    def turn(self, maze, game_state):
        return Action.NOTHING
"""
# README's commands that run here, in order, and what keeps them short.
RUN = {
    "gradatim find-lr digits-mlp": "",
    "gradatim lab init": "",
    "gradatim train dates-bahdanau": "--steps 2 --max-seconds 2",
    "gradatim train docs-gpt": "--steps 2 --max-seconds 2",
    "gradatim train mnist-perceptron": "--steps 2",
    "gradatim train mnist-mlp": "--steps 2",
    "gradatim train mnist-convnet": "--steps 2",
    "gradatim train folder-resnet --data path/to/images": "--steps 2 --batch-size 4",
    "gradatim train text-gpt --text my-book.txt": "--steps 2",
    'gradatim attention runs/text-gpt "A sentence of yours."': "",
    "gradatim pyrat match my_player.py greedy": "--games 2",
    'gradatim draw mnist-flow "draw a seven"': "--n 1",
    "gradatim list": "",
}


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@cache
def headings(page: Path) -> set[str]:
    """What a link may name after its #."""
    tokens = MarkdownIt().use(anchors_plugin, max_level=3).parse(page.read_text("utf-8"))
    return {str(token.attrs["id"]) for token in tokens if token.type == "heading_open"}


def commands(text: str, first_word: str) -> list[str]:
    """All commands of a page that start with a word: lines of code blocks, and `inline` code."""
    blocks = re.findall(r"^```.*?\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    lines = "\n".join(blocks).splitlines()
    lines += [line.strip() for line in text.splitlines() if line.startswith("    ")]
    inline = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    lines += [" ".join(code.split()) for code in re.findall(r"`([^`]+)`", inline)]
    found = [re.sub(r"\s+# .*", "", line) for line in lines]
    return [line for line in found if re.match(rf"(\.venv/bin/)?{first_word}\s", line)]


def words_of(command: str) -> list[str]:
    words = [PLACEHOLDERS.get(word, word) for word in shlex.split(command)[1:]]
    return [word for word in words if word]


class ReadToTheEnd(Exception):
    """A command line was understood: training would start now."""


def understand(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read a command line as `gradatim` does, options and their values included; run nothing."""
    words = words_of(command)
    if words[0] != "train" or words == ["train"] or "--help" in words:
        with contextlib.suppress(MissingArgumentError):  # `gradatim attention`: a mere mention
            app.parse_args(words, exit_on_error=False, print_error=False)
        return

    def stop(*_: object, **__: object) -> None:
        raise ReadToTheEnd

    monkeypatch.setattr("gradatim.cli.runs.start", stop)
    monkeypatch.setattr("gradatim.cli.runs.launch", stop)
    with pytest.raises(ReadToTheEnd):
        app(words, exit_on_error=False, print_error=False, result_action="return_value")


@pytest.mark.parametrize("page", CHAPTERS, ids=name_of)
def test_results_of_a_page_are_what_its_lines_print(page):
    failed, tried = doctest.testfile(str(page), module_relative=False)
    assert failed == 0
    assert tried > 3


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_of_a_page_is_understood(page, monkeypatch):
    for command in commands(page.read_text("utf-8"), "gradatim"):
        try:
            understand(command, monkeypatch)
        except Exception as error:
            pytest.fail(f"{page.name}: {command}: {error}")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_make_targets_and_benchmarks_of_a_page_exist(page):
    text, makefile = page.read_text("utf-8"), (ROOT / "Makefile").read_text("utf-8")
    folder = Path(benchmarks.__file__).parent
    for command in commands(text, "make"):
        target, _, arguments = command.split(maxsplit=1)[1].partition(" ")
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), f"{page.name}: {command}"
        if target == "bench":
            assert (folder / f"{arguments.removeprefix('ARGS=')}.py").is_file(), command
    for name in re.findall(r"python -m benchmarks (\w+)", text):
        assert (folder / f"{name}.py").is_file(), name
    for name in re.findall(r"python -m benchmarks\.([\w.]+\w)", text):
        path = folder / name.replace(".", "/")
        assert path.with_suffix(".py").is_file() or (path / "__main__.py").is_file(), name


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_image_and_file_of_a_page_exists(page):
    text = page.read_text("utf-8")
    links = re.findall(r"\]\(([^)\s]+)[)\s]", text) + re.findall(r'src="([^"]+)"', text)
    for link in links:
        target, _, heading = link.partition("#")
        if "://" not in target:
            file = page.parent / target if target else page
            assert file.exists(), f"{page.name}: {link}"
            if heading and file.suffix == ".md":
                assert heading in headings(file), f"{page.name}: {link}"
    for name in re.findall(r"`([\w./-]+\.py)`", text):
        known = any(path.endswith(f"/{name}") for path in FILES)
        placeholder = re.search(r"[A-Z]{3}|^my", name)
        assert known or placeholder, f"{page.name}: {name}"


def test_commands_of_the_readme_run(tmp_path, monkeypatch, capsys):
    readme = commands((ROOT / "README.md").read_text("utf-8"), "gradatim")
    monkeypatch.chdir(tmp_path)
    for label in ("cat", "dog"):
        folder = tmp_path / "path" / "to" / "images" / label
        folder.mkdir(parents=True)
        rng = np.random.default_rng(len(label))
        for i in range(8):
            pixels = rng.integers(0, 255, (70, 70, 3), dtype=np.uint8)
            Image.fromarray(pixels).save(folder / f"{i}.png")
    (tmp_path / "my-book.txt").write_text("Call me Ishmael. " * 400)
    (tmp_path / "my_player.py").write_text(PLAYER)
    assert RUN.keys() <= set(readme), "README no longer has a command that is run here"
    # Without a folder of data MNIST would be downloaded: the weekly workflow does so.
    here = {c: s for c, s in RUN.items() if "train mnist" not in c or "GRADATIM_DATA" in os.environ}
    for command, short in here.items():
        capsys.readouterr()
        main([*words_of(command), *shlex.split(short)])
        assert capsys.readouterr().out, command
    assert len(list((tmp_path / "runs").iterdir())) == sum(" train " in c for c in here)


def test_readme_is_short():
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) <= 150
