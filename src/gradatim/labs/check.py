"""Check a learner's work: the one function that the command line, the page and the tests call."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from gradatim.errors import UserError
from gradatim.labs.exercise import BUILT_IN, Exercise, exercises, find
from gradatim.labs.grading.messages import say
from gradatim.labs.learner_file import MAX_SOURCE, read_learner_file, too_large
from gradatim.labs.sandbox import remote_call
from gradatim.labs.sandbox.request import Request

Act = Callable[[Exercise, bytes, str, str], dict[str, Any]]


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
    return _with_source(check_source, exercise, path, language)


def recheck_file(exercise: Exercise, path: Path, language: str) -> dict[str, Any]:
    """Check a learner's file as a teacher needs it: see `recheck_source`.

    A file that cannot be read passes none of the checks, which are counted all the same; `unread`
    is then true where the reader's rights or the disk are the reason.
    """
    answer = _with_source(recheck_source, exercise, path, language)
    if "checks" not in answer:
        answer["checks"] = recheck_source(exercise, b"", str(path), language).get("checks", 0)
    return {"passed": 0, **answer}


def _with_source(act: Act, exercise: Exercise, path: Path, language: str) -> dict[str, Any]:
    try:
        source = read_learner_file(path, language)
    except FileNotFoundError:
        sentence = say("deleted", language, path=path, exercise=exercise.name)
        return {"status": "failed", "sentence": sentence}
    except OSError as error:
        sentence = say("unreadable", language, path=path, reason=error.strerror)
        return {"status": "failed", "sentence": sentence, "unread": True}
    except UserError as error:
        return {"status": "failed", "sentence": str(error), "refused": True}
    return act(exercise, source, str(path), language)


def check_source(exercise: Exercise, source: bytes, file: str, language: str) -> dict[str, Any]:
    """Check the bytes of a learner's file in a limited child process; see `check`."""
    return _run(_request(exercise, source, file, language))


def check_sources(exercise: Exercise, sources: list[bytes], language: str) -> list[dict[str, Any]]:
    """The answers for many sources of one exercise, checked one after the other in one process.

    That spares a process per source: for code that one trusts, such as an author's own files. Where
    one of them ends the process, each is checked alone.
    """
    file = f"{exercise.module}.py"
    request = _request(exercise, b"", file, language)
    answer = _run(replace(request, batch=tuple(source.decode("latin-1") for source in sources)))
    if "answers" in answer:
        return answer["answers"]
    return [check_source(exercise, source, file, language) for source in sources]


def recheck_source(
    exercise: Exercise, source: bytes, file: str, language: str, refuse: bool = True
) -> dict[str, Any]:
    """Check bytes so that no pass can be faked: another process judges the values that they give.

    Args:
        exercise: whose checks are used.
        source: the bytes.
        file: path of the file, for tracebacks.
        language: "en" or "fr".
        refuse: words that reach around a check are refused before the code runs.

    Returns:
        The answer of `check`, where `passed` counts every check that is passed, also after the
        first failure, and `refused` is true where the file breaks a rule.
    """
    request = _request(exercise, source, file, language)
    return _run(replace(request, sealed=True, secret=secrets.token_hex(16), refuse=refuse))


def _request(exercise: Exercise, source: bytes, file: str, language: str) -> Request:
    return Request(
        exercise=str(exercise.path.resolve()),
        source=source.decode("latin-1"),
        file=file,
        language=language,
        seconds=exercise.info.seconds,
        needs=exercise.info.needs,
    )


def _run(request: Request) -> dict[str, Any]:
    size = len(request.source)  # Latin-1: one character per byte
    if size > MAX_SOURCE:
        return {"status": "failed", "sentence": too_large(size, request.language)}
    return remote_call.run(request)
