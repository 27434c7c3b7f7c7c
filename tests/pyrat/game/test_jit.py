"""The cache of compiled code: named by a file and everything it imports, never stale."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from gradatim.pyrat.game import engine, jit
from gradatim.pyrat.game.jit import cache_folder, source_files

RULE = "from gradatim.pyrat.game.jit import compiled\n\n\n@compiled\ndef rule():\n    return {}\n"
MIDDLE = """
from gradatim.pyrat.game.jit import compiled
{import_}

@compiled
def middle():
    return {call}()
"""
CALLER = """
from gradatim.pyrat.game.jit import compiled
from gradatim.pyrat.middle import middle

@compiled
def call():
    return middle()
"""


def package(folder: Path, number: int, import_="from gradatim.pyrat.game.rule import rule") -> Path:
    """A package in which caller.py imports middle.py, which imports game/rule.py."""
    pyrat = folder / "gradatim" / "pyrat"
    (pyrat / "game").mkdir(parents=True, exist_ok=True)
    for init in (pyrat.parent, pyrat, pyrat / "game"):
        (init / "__init__.py").touch()
    shutil.copy(jit.__file__, pyrat / "game")
    (pyrat / "caller.py").write_text(CALLER)
    (pyrat / "middle.py").write_text(MIDDLE.format(import_=import_, call="rule"))
    (pyrat / "game" / "rule.py").write_text(RULE.format(number))
    return pyrat


def test_the_engine_depends_on_the_rules_but_not_on_players():
    names = {file.stem for file in source_files(Path(engine.__file__))}
    assert {"engine", "rules", "maze_pool", "shortest_paths", "generators", "maze"} <= names
    assert "python_random" in names  # imported by the generators only
    assert "scripted" not in names


@pytest.mark.parametrize(
    "import_",
    [
        "from gradatim.pyrat.game.rule import rule",
        "from gradatim.pyrat.game import rule",
        "from gradatim.pyrat.game import (\n    rule,\n)",
        "import gradatim.pyrat.game.rule",
    ],
)
def test_a_change_of_a_file_that_is_imported_indirectly_changes_the_key(
    tmp_path, monkeypatch, import_
):
    keys = []
    for name, number in (("a", 1), ("b", 2), ("c", 1)):  # a and c are equal
        monkeypatch.setattr(jit, "PACKAGE", package(tmp_path / name, number, import_))
        keys.append(cache_folder(jit.PACKAGE / "caller.py").name)
    assert keys[0] != keys[1]
    assert keys[0] == keys[2]


def test_a_caller_is_compiled_anew_when_a_rule_in_another_file_changes(tmp_path):
    """Numba's own cache would go on returning the old number."""
    seen = []
    for number in (1, 2):
        package(tmp_path, number)
        result = subprocess.run(
            [sys.executable, "-c", "from gradatim.pyrat.caller import call; print(call())"],
            env=os.environ
            | {"PYTHONPATH": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "c")}
            # Python takes a file of equal size for unchanged within the same second.
            | {"PYTHONDONTWRITEBYTECODE": "1"},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
        seen.append(result.stdout.strip())
    assert seen == ["1", "2"]
