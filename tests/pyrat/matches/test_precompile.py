"""Compiled code on disk is found again."""

import ast

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


def test_every_kernel_that_python_hands_out_is_looked_for():
    """One that is missing would be compiled within a training or a match, for a minute, unsaid."""
    missing = set()
    for file in jit.PACKAGE.rglob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        origin = {
            alias.name: node.module.removeprefix(jit.PACKAGE_NAME).replace(".", "/")
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module
            for alias in node.names
        } | dict.fromkeys(defined, file.relative_to(jit.PACKAGE).with_suffix("").as_posix())
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "parallel_for":
                kernel = ast.unparse(node.args[0])
                if kernel in origin and origin[kernel] not in COMPILED:
                    missing.add(f"{origin[kernel]}: {kernel}")
    assert not missing
