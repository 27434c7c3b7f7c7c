"""Check a learner's work: the one function that the command line, the page and the tests call."""

import re
from pathlib import Path
from typing import Any

from gradatim.labs.exercise import BUILT_IN, Exercise, exercises, find
from gradatim.labs.grading.messages import say
from gradatim.labs.sandbox import fork_server
from gradatim.labs.sandbox.watchdog import run_spawned


def check(
    name: str, source_text: str, language: str = "en", root: Path = BUILT_IN
) -> dict[str, Any]:
    """Check the text of a solution, as a page has it.

    Args:
        name: the exercise: its number, name or folder.
        source_text: the learner's Python.
        language: "en" or "fr".
        root: the set of exercises.

    Returns:
        `status` ("passed", "unsolved", "failed"), `sentence`, and where they apply `inputs`, `got`,
        `expected`, `mistake`, `lines`, `printed`, `passed` of `checks`, `seconds`.

    Raises:
        UserError: there is no such exercise.
    """
    exercise = find(name, exercises(root))
    return check_source(exercise, source_text.encode(), f"{exercise.module}.py", language)


def check_file(exercise: Exercise, path: Path, language: str) -> dict[str, Any]:
    """Check a learner's file; a file that is gone or cannot be read gives its sentence."""
    try:
        source = path.read_bytes()
    except FileNotFoundError:
        sentence = say("deleted", language, path=path, exercise=exercise.name)
        return {"status": "failed", "sentence": sentence}
    except OSError as error:
        sentence = say("unreadable", language, path=path, reason=error.strerror)
        return {"status": "failed", "sentence": sentence}
    return check_source(exercise, source, str(path), language)


def check_source(exercise: Exercise, source: bytes, file: str, language: str) -> dict[str, Any]:
    """Check bytes in a child process with limits: a fork of the warm server, or a fresh Python."""
    rules = (exercise.path / "check.py").read_text("utf-8")
    found = re.search(r"^SECONDS = (\d+)", rules, re.MULTILINE)
    request = {
        "exercise": str(exercise.path.resolve()),
        "source": source.decode("latin-1"),
        "file": file,
        "language": language,
        "seconds": float(found[1]) if found else 5.0,
        "optimizer": "optim" in rules + exercise.solution,
        "pyrat": "pyrat" in rules,
    }
    if fork_server.available():
        try:
            return fork_server.ask(request)
        except OSError:
            pass  # no socket can be made here (a read-only or foreign temporary folder)
    return run_spawned(request)
