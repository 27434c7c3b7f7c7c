"""A text of the user's own."""

from pathlib import Path

import pytest


@pytest.fixture
def own_text(tmp_path: Path) -> str:
    """The path of a file with two sentences, again and again."""
    path = tmp_path / "own.txt"
    path.write_text("The rat eats the cheese. The python sleeps in the maze.\n" * 150)
    return str(path)
