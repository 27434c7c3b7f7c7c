"""Compiled code on disk is found again."""

from gradatim.pyrat.game import jit
from gradatim.pyrat.matches import precompile as module
from gradatim.pyrat.matches.precompile import COMPILED, is_compiled, precompile


def test_precompile_compiles_what_is_then_found_on_disk():
    precompile()
    assert is_compiled()


def test_a_fresh_machine_has_nothing_compiled(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "cache_folder", lambda path: tmp_path / path.stem)
    assert not is_compiled()


def test_all_files_that_are_looked_for_exist():
    assert all((jit.PACKAGE / f"{name}.py").is_file() for name in COMPILED)
