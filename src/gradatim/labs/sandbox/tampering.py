"""Notice what a learner's file replaces while it is recorded, by whatever name it reaches it."""

from collections.abc import Mapping
from types import FunctionType
from typing import Any

from gradatim.labs.grading.grader import bases_of, origin_of
from gradatim.labs.sandbox.refusals import SPECIAL

Space = Mapping[str, Any]


class Tampering:
    """What libraries, games and checks hold before a learner's file is run."""

    def __init__(self, libraries: Mapping[str, Space], ours: Mapping[str, Space]) -> None:
        """Remember the contents of modules, and of the classes in them, as they are now.

        Args:
            libraries: the contents of each module, by its name; of these every value counts, but
                what is added to a class does not.
            ours: the same of the games and the checks, which may count and cache in plain values:
                of these functions, classes and properties count, and also those that are added.
        """
        self.classes: dict[type, str] = {}
        self.kept: list[tuple[str, Space, dict[str, Any]]] = []
        self.codes: list[tuple[str, FunctionType, Any]] = []
        self.closed: list[tuple[str, Space, set[str]]] = []
        for name, space in ours.items():
            self._watch(name, space, ours=True)
        for name, space in libraries.items():
            self._watch(name, space, ours=False)
        self.facts = [(kind, _facts(kind)) for kind in self.classes]

    def _watch(self, name: str, space: Space, *, ours: bool) -> None:
        self._keep(name, space, ours=ours)
        for key, value in list(space.items()):
            if isinstance(value, type) and not key.startswith("_") and value not in self.classes:
                self.classes[value] = f"{name}.{key}"
                self._keep(f"{name}.{key}", vars(value), ours=ours)
                if ours:
                    self.closed.append((f"{name}.{key}", vars(value), _acting(vars(value))))

    def _keep(self, name: str, space: Space, *, ours: bool) -> None:
        keys = _acting(space) if ours else {k for k in space if k in SPECIAL or k[:2] != "__"}
        self.kept.append((name, space, {key: space[key] for key in keys}))
        self.codes += [
            (f"{name}.{key}", space[key], space[key].__code__)
            for key in keys
            if ours and isinstance(space[key], FunctionType)
        ]

    def found(self) -> str | None:
        """The name of something that is no longer what it was."""
        for name, space, before in self.kept:
            for key, value in before.items():
                if space.get(key) is not value:
                    return f"{name}.{key}"
        for name, function, code in self.codes:
            if function.__code__ is not code:
                return name
        for name, space, acting in self.closed:  # a new method hides what the object had
            if new := _acting(space) - acting:
                return f"{name}.{min(new)}"
        return next((self.classes[kind] for kind, was in self.facts if _facts(kind) != was), None)


def _acting(space: Space) -> set[str]:
    """The names of what does something: functions, classes, properties."""
    return {k for k, v in list(space.items()) if callable(v) or hasattr(type(v), "__get__")}


def _facts(kind: type) -> tuple[Any, ...]:
    return bases_of(kind), origin_of(kind)
