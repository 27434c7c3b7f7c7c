"""Run a program line by line, for the page that steps through it.

`step_through` sends it to a limited child process; `run_steps` is its other half, inside.
"""

import types
from pathlib import Path
from typing import Any

from gradatim.insight.tracing.tracer import TooManyStepsError, Tracer
from gradatim.labs.grading.learner_source import (
    OutOfTime,
    execute,
    explain_error,
    read_problem,
    read_source,
)
from gradatim.labs.sandbox import remote_call
from gradatim.labs.sandbox.request import Request

SECONDS = 10.0  # CPU time of a program that is followed
PACKAGE = Path(__file__).parents[2]
MODELS = PACKAGE / "models"  # what is followed besides the program itself


def step_through(source: bytes, file: str, language: str) -> dict[str, Any]:
    """Run a program in a child process and follow it.

    Args:
        source: the bytes of the program.
        file: its path, or the name that it shall bear.
        language: "en" or "fr", of what is said where it fails.

    Returns:
        `status` "returned" or "failed" with a `sentence`; `steps` and `frames` of a Tracer as far
        as it came, with files named from the package on and the program's own ""; `cut`, whether
        there were too many.
    """
    request = Request(
        exercise="",
        source=source.decode("latin-1"),
        file=file,
        language=language,
        seconds=SECONDS,
        stepped=True,
    )
    return {"steps": [], "frames": [], "cut": False, **remote_call.run(request)}


def run_steps(source: bytes, file: str, language: str) -> dict[str, Any]:
    """Follow a program, in this process."""
    text, problem = read_source(source, language)
    problem = problem or read_problem(text, (), language)
    if problem is not None:
        return {"status": "failed", **problem}

    def sources(name: str) -> str | None:
        if name == file:
            return text
        path = Path(name)
        inside = path.suffix == ".py" and path.is_relative_to(MODELS)
        return path.read_text("utf-8") if inside else None

    tracer, cut, failure = Tracer(sources), False, {}
    try:
        with tracer.following():
            execute(text, file, types.ModuleType("__main__"))
    except TooManyStepsError:
        cut = True
    except (OutOfTime, MemoryError):
        raise  # child.py words it: it knows the line
    except BaseException as error:
        failure = explain_error(error, None, file, language)
    for frame in tracer.frames:
        own = frame["file"] == file
        frame["file"] = "" if own else Path(frame["file"]).relative_to(PACKAGE).as_posix()
    status = "failed" if failure else "returned"
    found = {"status": status, "steps": tracer.steps, "frames": tracer.frames, "cut": cut}
    return {**found, **failure}
