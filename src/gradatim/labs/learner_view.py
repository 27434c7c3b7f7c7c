"""A view that computes with the learner's own function, and says whose numbers are on the screen.

An exercise folder may hold `view.py` with a class `View(Own, SomeEngine)`: it overrides the method
of the view's engine that does what the exercise is about, and asks there for the learner's value.
"""

import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from gradatim.errors import UserError
from gradatim.labs.exercise import Exercise
from gradatim.labs.grading.messages import say
from gradatim.labs.grading.values import Difference, compare
from gradatim.labs.sandbox.remote_call import borrow
from gradatim.labs.sandbox.wire import Foreign, read


class Own:
    """Mixed into an engine: `ask` gives the learner's value, or ours with the reason.

    A value that is wrong is still drawn where it can be, since seeing it is the point; one of
    another type or shape cannot be, and neither can the silence of a function that fails.
    """

    exercise: ClassVar[Exercise]
    file: ClassVar[Path]
    language: ClassVar[str] = "en"
    tolerance: ClassVar[float] = 1e-3
    own: dict[str, str]
    _hopeless: tuple[bytes, dict[str, Any]] | None = None  # a source that ran out of time

    def ask(self, name: str, arguments: Sequence[Any], ours: Any) -> Any:
        """Call a function of the learner's file.

        Args:
            name: the function.
            arguments: tensors, numbers, lists, dictionaries, a borrow.Slope.
            ours: the value of our own function; it is returned where theirs cannot be drawn.
        """
        return self.ask_all([(name, arguments)], [ours])[0]

    def ask_all(self, calls: list[tuple[str, Sequence[Any]]], ours: list[Any]) -> list[Any]:
        """Call several functions in one child process; see `ask`."""
        names = ", ".join(dict.fromkeys(name for name, _ in calls))
        source = read(self.file)
        if source is None:
            sentence = say("deleted", self.language, path=self.file, exercise=self.exercise.name)
            return self._ours("failed", sentence, names, ours)
        if self._hopeless and self._hopeless[0] == source:
            answer = self._hopeless[1]
        else:
            answer = borrow(self.exercise, source, str(self.file), calls, self.language)
            self._hopeless = (source, answer) if answer.get("stopped") else None
        if answer["status"] != "returned":
            return self._ours(answer["status"], answer["sentence"], names, ours)
        sentence = ""
        for (name, _), theirs, right in zip(calls, answer["values"], ours, strict=True):
            difference = self.differ(theirs, right)
            if difference is None:
                continue
            part = say("part", self.language, path=difference.path) if difference.path else ""
            told = say(difference.kind, self.language, name=name, part=part, **difference.values)
            if difference.kind not in ("values", "values_one", "value"):
                return self._ours("failed", told, names, ours)
            sentence = sentence or told
        self.own = {"status": "wrong" if sentence else "right", "names": names}
        self.own["sentence"] = sentence
        return answer["values"]

    def snapshot(self) -> dict[str, Any]:
        """Return the picture, with whose numbers it shows."""
        return {**super().snapshot(), "own": self.own}  # type: ignore[misc]

    def code(self) -> list[dict[str, str]]:
        """Return the learner's file: its lines computed what is on the screen."""
        text = (read(self.file) or b"").decode(errors="replace")
        return [{"where": self.file.name, "line": "1", "text": text}]

    def differ(self, theirs: Any, right: Any) -> Difference | None:
        """None where the learner's value is as good as ours."""
        if isinstance(theirs, Foreign):
            names = {"got": theirs.name, "expected": type(right).__name__}
            return Difference("type", values=names)
        return compare(theirs, right, self.tolerance)

    def _ours(self, status: str, sentence: str, names: str, ours: list[Any]) -> list[Any]:
        self.own = {"status": status, "sentence": sentence, "names": names}
        return ours


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
    spec = importlib.util.spec_from_file_location(
        f"view_of_{exercise.module}", exercise.path / "view.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    ties = {"exercise": exercise, "file": file, "language": language}
    return type("View", (module.View,), ties)
