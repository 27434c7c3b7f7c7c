"""Run the real command line in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from gradatim.cli import main


def environment(**changes: str) -> dict[str, str]:
    """The environment of a command: one thread, no colors, wide enough not to wrap."""
    return {**os.environ, "OMP_NUM_THREADS": "1", "NO_COLOR": "1", "COLUMNS": "200", **changes}


def gradatim(
    *words: object, cwd: Path, timeout: float = 300, **changes: str
) -> subprocess.CompletedProcess:
    """Run `gradatim WORDS` in a folder and return what it printed."""
    return subprocess.run(
        [sys.executable, "-m", "gradatim", *map(str, words)],
        cwd=cwd,
        env=environment(**changes),
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )


def complaint(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Run a command that must fail; return its one line."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as stop:
        main(words)
    assert stop.value.code == 2
    text = capsys.readouterr().err.strip()
    assert text.startswith("error: ")
    assert "\n" not in text
    return text
