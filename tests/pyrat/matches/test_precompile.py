"""Compiled code on disk: found again, and never stale."""

import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

from gradatim.pyrat.game import engine, jit
from gradatim.pyrat.game.jit import _sources, cache_folder
from gradatim.pyrat.matches.precompile import is_compiled, precompile


def test_prepare_compiles_what_is_then_found_on_disk():
    precompile()
    assert is_compiled()


def test_a_cache_folder_is_named_by_a_file_and_all_that_it_imports():
    path = Path(engine.__file__)
    names = {file.stem for file in _sources(path)}
    assert {"engine", "rules", "pool", "travel", "generators", "mersenne", "maze"} <= names
    assert "players" not in names, "the engine does not depend on players"
    assert cache_folder(path) != cache_folder(path.with_name("rules.py"))


def test_a_caller_is_compiled_anew_when_a_rule_in_another_file_changes(tmp_path):
    """Two files: Numba's own cache would go on returning the old number."""
    package = tmp_path / "gradatim" / "pyrat"
    package.mkdir(parents=True)
    (package.parent / "__init__.py").touch()
    (package / "__init__.py").touch()
    shutil.copy(jit.__file__, package)
    (package / "caller.py").write_text(
        textwrap.dedent("""
            from gradatim.pyrat.game.jit import compiled
            from gradatim.pyrat.rule import rule

            @compiled
            def call():
                return rule()
        """)
    )
    seen = []
    for number in (1, 2):
        (package / "rule.py").write_text(
            "from gradatim.pyrat.game.jit import compiled\n\n"
            f"@compiled\ndef rule():\n    return {number}\n"
        )
        result = subprocess.run(
            [sys.executable, "-c", "from gradatim.pyrat.caller import call; print(call())"],
            env=os.environ | {"PYTHONPATH": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "c")},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
        seen.append(result.stdout.strip())
    assert seen == ["1", "2"]
