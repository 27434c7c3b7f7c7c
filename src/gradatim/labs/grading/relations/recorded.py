"""Run code with the value of every expression recorded, in the order in which they come."""

import ast
import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from gradatim.labs.grading.changes.changed_code import (
    SECONDS_PER_CALL,
    TooSlow,
    execute_code,
    limited,
)
from gradatim.labs.grading.changes.small_changes import reached
from gradatim.labs.grading.evidence import as_numbers, parts_of
from gradatim.labs.grading.outcomes import SEED, Outcome, call
from gradatim.labs.grading.spec import Check

RECORD = "__record__"
Note = Callable[[int, int, Any], Any]
MAX_VALUES = 3000  # of one run
MAX_NUMBERS = 20_000  # in one value
MAX_RUNS = 12  # of one expression in a loop
EXPRESSIONS = (
    *(ast.BinOp, ast.UnaryOp, ast.Call, ast.Subscript, ast.Attribute, ast.Name, ast.IfExp),
)


@dataclass(frozen=True)
class Place:
    """One expression of a source text: its code, its line, and the places inside it."""

    code: str
    line: int
    inner: list[int]


@dataclass(frozen=True)
class Value:
    """What one expression gave in its run number `run`: its numbers, part by part, as they lie."""

    place: int
    run: int
    parts: tuple[Tensor, ...]
    kind: type


def record(
    source: str, name: str, check: Check, case: tuple, number: int = SEED
) -> tuple[list[Place], list[Value]]:
    """What every expression gives on one input; nothing where the text cannot be loaded.

    Args:
        source: a text that Python can read.
        name: the function or class whose expressions, and those of what it calls, count.
        check: calls it.
        case: the input.
        number: the seed of what is drawn at random.
    """
    values: list[Value] = []

    def note(place: int, run: int, value: Any) -> Any:
        if run <= MAX_RUNS and len(values) < MAX_VALUES:
            values.append(Value(place, run, tuple(_numbers(value)), type(value)))
        return value

    noted = Noted(source, name)
    outcome = noted.call(check, case, note, number)
    return (noted.places, values) if outcome is not None else ([], [])


class Noted:
    """A source text in which a function is told what every expression gives, and may change it.

    Args:
        source: a text that Python can read.
        name: the function or class whose expressions, and those of what it calls, count.
    """

    def __init__(self, source: str, name: str) -> None:
        tree, recorder = ast.parse(source), _Recorder()
        for part in reached(tree, name):
            recorder.visit(part)
        self.name, self.places = name, recorder.places
        self._code = compile(ast.fix_missing_locations(tree), "<recorded>", "exec")

    def call(self, check: Check, case: tuple, note: Note, number: int = SEED) -> Outcome | None:
        """Run it on one input; None where the text cannot be loaded, or takes too long.

        Args:
            check: calls it.
            case: the input.
            note: gets the place, the number of its run from 1, and the value; returns the value.
            number: the seed of what is drawn at random.
        """
        runs = [0] * len(self.places)

        def count(place: int, value: Any) -> Any:
            runs[place] += 1
            return note(place, runs[place], value)

        module = types.ModuleType("learner")
        module.__dict__[RECORD] = count
        try:
            with limited(SECONDS_PER_CALL):
                execute_code(self._code, module)
                return call(check, module, case, number)
        except (Exception, TooSlow):
            return None


def _numbers(value: Any) -> Iterator[Tensor]:
    """The tensors and numbers in a value; True and False count as 1 and 0 in a tensor only."""
    if isinstance(value, bool | str | nn.Module | types.ModuleType):
        return
    for part in parts_of(value).values():
        if isinstance(part, Tensor) and part.dtype == torch.bool:
            part = part.int()
        numbers = as_numbers(part)
        if numbers is not None and 0 < numbers.numel() <= MAX_NUMBERS:
            yield numbers.flatten()


class _Recorder(ast.NodeTransformer):
    """Puts a call of RECORD around each expression that gives a value."""

    def __init__(self) -> None:
        self.places: list[Place] = []
        self._inner: list[list[int]] = [[]]

    def generic_visit(self, node: ast.AST) -> ast.AST:
        if not isinstance(node, EXPRESSIONS) or not isinstance(
            getattr(node, "ctx", ast.Load()), ast.Load
        ):
            return super().generic_visit(node)
        code = ast.unparse(node)
        self._inner.append([])
        if isinstance(node, ast.Call):  # what is called stays; a method's object is a value
            if isinstance(node.func, ast.Attribute):
                node.func.value = self.visit(node.func.value)
            node.args = [self.visit(argument) for argument in node.args]
            node.keywords = [self.visit(keyword) for keyword in node.keywords]
        else:
            super().generic_visit(node)
        self.places.append(Place(code, node.lineno, self._inner.pop()))
        number = len(self.places) - 1
        self._inner[-1].append(number)
        return ast.Call(ast.Name(RECORD, ast.Load()), [ast.Constant(number), node], [])

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.body = [self.visit(statement) for statement in node.body]  # no types, no defaults
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is not None:
            node.value = self.visit(node.value)
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        return node

    def visit_Match(self, node: ast.Match) -> ast.AST:
        return node
