"""The walks of docs/architecture.md name files and functions that exist."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROWS = re.findall(
    r"^\| `([\w/]+\.py)` \| `([\w.]+)` \|",
    (ROOT / "docs" / "architecture.md").read_text("utf-8"),
    re.MULTILINE,
)


def names_in(file: Path) -> set[str]:
    """Functions, and methods as Class.method."""
    found = set()
    for node in ast.parse(file.read_text("utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            found.add(node.name)
        if isinstance(node, ast.ClassDef):
            functions = (
                n for n in node.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)
            )
            found |= {f"{node.name}.{function.name}" for function in functions}
    return found


def test_there_are_five_walks_to_test():
    assert len(ROWS) > 40


@pytest.mark.parametrize(("file", "function"), ROWS)
def test_a_stop_of_a_walk_exists(file, function):
    assert function in names_in(ROOT / "src" / "gradatim" / file)
