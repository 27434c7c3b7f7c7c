"""Check a learner's work: the one function that the command line, the page and the tests call."""

from pathlib import Path
from typing import Any

from gradatim.labs.exercise import BUILT_IN, Exercise, exercises, find
from gradatim.labs.grading.messages import say
from gradatim.labs.sandbox import remote_call
from gradatim.labs.sandbox.request import Request

MAX_SOURCE = 200_000  # bytes of a file


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
    """Check a learner's file; one that is gone or cannot be read gives its sentence."""
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
    """Check the bytes of a learner's file in a limited child process; see `check`."""
    if len(source) > MAX_SOURCE:
        size = {"size": len(source) // 1000, "limit": MAX_SOURCE // 1000}
        return {"status": "failed", "sentence": say("too_large", language, **size)}
    return remote_call.run(
        Request(
            exercise=str(exercise.path.resolve()),
            source=source.decode("latin-1"),
            file=file,
            language=language,
            seconds=exercise.info.seconds,
            needs=exercise.info.needs,
        )
    )
