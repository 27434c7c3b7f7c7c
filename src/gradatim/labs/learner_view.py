"""A view that computes with the learner's own function, and says whose numbers are on the screen.

An exercise folder may hold `view.py` with a class `View(LearnerViewMixin, SomeEngine)`: it
overrides the method of the engine that does what the exercise is about, and asks there for the
learner's value.
"""

import contextlib
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from gradatim.errors import UserError
from gradatim.labs.exercise import Exercise
from gradatim.labs.grading.messages import say
from gradatim.labs.grading.values import Difference, OpaqueValue, compare
from gradatim.labs.learner_file import read_learner_file
from gradatim.labs.sandbox.function_calls import Call, call_functions

DRAWABLE = ("values", "values_one", "value")  # kinds of Difference that leave the shape right


class LearnerViewMixin:
    """Mixed into an engine: `ask` gives the learner's value, or ours with the reason.

    A value that is wrong is still drawn where it can be, since seeing it is the point; one of
    another type or shape cannot be, and a function that raises has none.

    `own` says whose numbers are on the screen: `status` ("right", "wrong": both theirs; "failed",
    "unsolved": ours), `names` of the learner's functions, `sentence` with what is wrong.
    """

    exercise: ClassVar[Exercise]
    file: ClassVar[Path]
    language: ClassVar[str] = "en"
    tolerance: ClassVar[float] = 1e-3
    own: dict[str, str]
    # A source that ran out of time and its answer: a view asks many times per second, and must not
    # wait for the time limit at each.
    _stopped: tuple[bytes, dict[str, Any]] | None = None

    def ask(self, name: str, arguments: Sequence[Any], ours: Any) -> Any:
        """Call a function of the learner's file.

        Args:
            name: the function.
            arguments: tensors, numbers, lists, dictionaries, a wire.SurfaceGradient.
            ours: the value of our own function; it is returned where theirs cannot be drawn.
        """
        return self.ask_all([(name, arguments)], [ours])[0]

    def ask_all(self, calls: list[Call], ours: list[Any]) -> list[Any]:
        """Call several functions in one child process; see `ask`."""
        names = ", ".join(dict.fromkeys(call[0] for call in calls))
        answer = self._call(calls)
        if answer["status"] != "returned":
            self._tell(answer["status"], names, answer["sentence"])
            return ours
        status, sentence = "right", ""
        for (name, *_), theirs, right in zip(calls, answer["values"], ours, strict=True):
            difference = self.differ(theirs, right)
            if difference is None:
                continue
            part = say("part", self.language, path=difference.path) if difference.path else ""
            told = say(difference.kind, self.language, name=name, part=part, **difference.values)
            if difference.kind not in DRAWABLE:
                self._tell("failed", names, told)
                return ours
            status, sentence = "wrong", sentence or told
        self._tell(status, names, sentence)
        return answer["values"]

    def _call(self, calls: list[Call]) -> dict[str, Any]:
        try:
            source = read_learner_file(self.file, self.language)
        except OSError:
            sentence = say("deleted", self.language, path=self.file, exercise=self.exercise.name)
            return {"status": "failed", "sentence": sentence}
        except UserError as error:
            return {"status": "failed", "sentence": str(error)}
        if self._stopped and self._stopped[0] == source:
            return self._stopped[1]
        answer = call_functions(self.exercise, source, str(self.file), calls, self.language)
        self._stopped = (source, answer) if answer.get("stopped") else None
        return answer

    def _tell(self, status: str, names: str, sentence: str) -> None:
        self.own = {"status": status, "names": names, "sentence": sentence}

    def snapshot(self) -> dict[str, Any]:
        """Return what the engine shows, with whose numbers these are."""
        return {**super().snapshot(), "own": self.own}  # type: ignore[misc]

    def code(self) -> list[dict[str, str]]:
        """Return the learner's file: its lines computed what is on the screen."""
        text = ""
        with contextlib.suppress(OSError, UserError):
            text = read_learner_file(self.file, self.language).decode("utf-8", "replace")
        return [{"where": self.file.name, "line": "1", "text": text}]

    def differ(self, theirs: Any, right: Any) -> Difference | None:
        """None where the learner's value is as good as ours."""
        if isinstance(theirs, OpaqueValue):
            names = {"got": theirs.name, "expected": type(right).__name__}
            return Difference("type", values=names)
        return compare(theirs, right, self.tolerance)


def has_view(exercise: Exercise) -> bool:
    """Whether the exercise brings a view."""
    return (exercise.path / "view.py").is_file()


def load_view(exercise: Exercise, file: Path, language: str) -> Any:
    """The engine class of an exercise's view, tied to the learner's file.

    Raises:
        UserError: the exercise has no view.
    """
    if not has_view(exercise):
        raise UserError(f"{exercise.name} has no view of its own.")
    name = f"view_of_{exercise.module}"
    spec = importlib.util.spec_from_file_location(name, exercise.path / "view.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    ties = {"exercise": exercise, "file": file, "language": language}
    return type("View", (module.View,), ties)
