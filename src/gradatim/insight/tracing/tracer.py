"""Follow a program line by line: what every line made, and the gradients on the way back.

Python calls a function of ours before every line (sys.settrace); torch calls others after every
module and whenever a gradient is known (hooks). Each becomes a step.
"""

import ast
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import CodeType, FrameType, ModuleType
from typing import Any

from torch import Tensor, nn
from torch.nn.modules.module import (
    register_module_forward_hook,
    register_module_forward_pre_hook,
)

from gradatim.insight.tracing.values import describe

Step = dict[str, Any]
SILENT = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
UNSHOWN = (ModuleType, type, CodeType)  # values that say nothing about the computation


class TooManyStepsError(Exception):
    """The program takes more steps than anybody would look at."""


@dataclass
class _Frame:
    """One call of a function that is followed."""

    number: int
    lines: dict[int, tuple[int, int]]  # of a line, the first and the last line of its statement
    statement: tuple[int, int] | None = None  # which is being executed
    seen: dict[str, tuple[int, int]] = field(default_factory=dict)  # names, and their values then
    raising: bool = False  # it is left by an exception, and gives nothing back


def statement_lines(source: str) -> dict[int, tuple[int, int]]:
    """For every line, the first and last line of its statement; of a compound one, of its head.

    Lines that compute nothing (imports, definitions) are left out.
    """
    found: dict[int, tuple[int, int]] = {}
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.stmt) or isinstance(node, SILENT):
            continue
        body = getattr(node, "body", None)
        last = max(node.lineno, body[0].lineno - 1) if body else node.end_lineno or node.lineno
        for line in range(node.lineno, last + 1):
            known = found.get(line)
            if known is None or last - node.lineno <= known[1] - known[0]:  # the innermost
                found[line] = (node.lineno, last)
    return found


class Tracer:
    """Collects the steps of a program, at most `limit`.

    Attributes:
        steps: dictionaries with `kind`, `frame`, `line`, `last` (the lines of the statement), and
            by kind: "call" and "line" `values` [name, value]; "return" `value`; "module" `module`,
            `type`, `inputs`, `output`, `parameters`; "gradient" `of` and `value`.
        frames: by number, `file`, `function`, `module` (its name in the network), `caller`.
    """

    def __init__(self, sources: Callable[[str], str | None], limit: int = 3000) -> None:
        """Say what is followed.

        Args:
            sources: the text of a file that is followed, by the name that its code bears; None for
                others.
            limit: of steps.
        """
        self.sources, self.limit = sources, limit
        self.steps: list[Step] = []
        self.frames: list[dict[str, Any]] = []
        self._followed: dict[FrameType, _Frame] = {}
        self._lines: dict[str, dict[int, tuple[int, int]] | None] = {}
        self._stack: list[_Frame] = []
        self._names: dict[int, str] = {}  # of modules, in the network that was called
        self._open_modules: list[nn.Module] = []
        self._kept: dict[Any, Any] = {}  # what must not be freed, or its id would be used again
        self._places: dict[int, tuple[str, int, tuple[int, int]]] = {}  # where parameters are used

    @contextmanager
    def following(self) -> Iterator[None]:
        """Follow what runs inside.

        Raises:
            TooManyStepsError: there are more than `limit`; those before are kept.
        """
        hooks = [
            register_module_forward_pre_hook(self._before_module),
            register_module_forward_hook(self._after_module),
        ]
        before = sys.gettrace()
        sys.settrace(self._call)
        try:
            yield
        finally:
            sys.settrace(before)
            for hook in hooks:
                hook.remove()

    # Lines.

    def _call(self, frame: FrameType, event: str, _: Any) -> Any:
        code = frame.f_code
        if event != "call" or (code.co_name.startswith("<") and code.co_name != "<module>"):
            return None  # comprehensions and lambdas belong to their line
        lines = self._lines_of(code.co_filename)
        if lines is None or _makes_class(frame):
            return None
        made = _Frame(len(self.frames), lines)
        module = frame.f_locals.get("self")
        self.frames.append(
            {
                "file": code.co_filename,
                "function": "" if code.co_name == "<module>" else _qualified(frame),
                "module": self._names.get(id(module), "") if module is not None else "",
                "caller": self._stack[-1].number if self._stack else None,
            }
        )
        self._followed[frame] = made
        self._stack.append(made)
        made.statement = (code.co_firstlineno, code.co_firstlineno)
        if code.co_name != "<module>":
            self._step("call", made, values=self._changes(frame, made))
        made.statement = None
        return self._line

    def _line(self, frame: FrameType, event: str, value: Any) -> Any:
        made = self._followed[frame]
        if event == "line":
            made.raising = False
            now = made.lines.get(frame.f_lineno)
            # A statement over several lines reports each of them, and is one step.
            if now != made.statement:
                self._finish(frame, made)
                made.statement = now
        elif event == "exception":
            made.raising = True
        elif event == "return":
            if frame.f_code.co_name == "<module>":
                self._finish(frame, made)
            elif not made.raising:
                made.statement = made.lines.get(frame.f_lineno, (frame.f_lineno, frame.f_lineno))
                step = self._step("return", made, value=describe(value))
                self._expect_gradient(value, "return", step)
            self._followed.pop(frame, None)
            self._stack.pop()
        return self._line

    def _finish(self, frame: FrameType, made: _Frame) -> None:
        """A statement is done: tell what it changed."""
        if made.statement is not None:
            self._step("line", made, values=self._changes(frame, made))

    def _changes(self, frame: FrameType, made: _Frame) -> list[list[Any]]:
        changes: list[list[Any]] = []
        for name, value in frame.f_locals.items():
            if name == "self" or name.startswith("__") or _is_unshown(value):
                continue
            mark = (id(value), _writes(value))
            if made.seen.get(name) == mark:
                continue
            made.seen[name] = mark
            self._kept[id(value)] = value
            changes.append([name, describe(value)])
            self._expect_gradient(value, name, len(self.steps))
        return changes

    def _lines_of(self, file: str) -> dict[int, tuple[int, int]] | None:
        if file not in self._lines:
            text = self.sources(file)
            self._lines[file] = None if text is None else statement_lines(text)
        return self._lines[file]

    def _step(self, kind: str, made: _Frame, **fields: Any) -> int:
        if len(self.steps) >= self.limit:
            raise TooManyStepsError
        first, last = made.statement or (0, 0)
        step = {"kind": kind, "frame": made.number, "line": first, "last": last, **fields}
        self.steps.append(step)
        return len(self.steps) - 1

    # Modules.

    def _before_module(self, module: nn.Module, _: Any) -> None:
        if not self._stack:
            return
        is_root = not self._open_modules
        if is_root:
            self._names = {id(part): name for name, part in module.named_modules()}
        self._open_modules.append(module)
        inside = self._names.get(id(module), "")
        for name, parameter in module.named_parameters(recurse=is_root):
            shown = f"{inside}.{name}" if inside else name
            self._places[id(parameter)] = (shown, self._stack[-1].number, self._at())
            if parameter.requires_grad and ("gradient", id(parameter)) not in self._kept:
                self._kept["gradient", id(parameter)] = parameter
                parameter.register_post_accumulate_grad_hook(self._parameter_gradient)

    def _after_module(self, module: nn.Module, inputs: Any, output: Any) -> None:
        if not self._open_modules or self._open_modules[-1] is not module:
            return
        self._open_modules.pop()
        code = getattr(type(module).forward, "__code__", None)
        if code is not None and self._lines_of(code.co_filename) is not None:
            return  # its lines were followed
        step = self._step(
            "module",
            self._stack[-1],
            module=self._names.get(id(module), ""),
            type=f"{type(module).__name__}({module.extra_repr()})",
            inputs=[describe(value) for value in inputs],
            output=describe(output),
            parameters=[[n, list(p.shape)] for n, p in module.named_parameters(recurse=False)],
        )
        self._expect_gradient(output, self._names.get(id(module), ""), step)

    # Gradients.

    def _at(self) -> tuple[int, int]:
        return self._stack[-1].statement or (0, 0)

    def _expect_gradient(self, value: Any, name: str, step: int) -> None:
        """Let torch tell the gradient of a tensor, once it is known, at the step that made it."""
        if isinstance(value, (tuple, list)):
            for part in value:
                self._expect_gradient(part, name, step)
        if not isinstance(value, Tensor) or not value.requires_grad:
            return
        if isinstance(value, nn.Parameter) or ("gradient", id(value)) in self._kept:
            return
        self._kept["gradient", id(value)] = value
        frame, at = self._stack[-1].number, self._at()
        value.register_hook(lambda gradient: self._gradient(name, frame, at, step, gradient))

    def _gradient(
        self, name: str, frame: int, at: tuple[int, int], made_by: int | None, gradient: Tensor
    ) -> None:
        if len(self.steps) < self.limit:
            self.steps.append(
                {"kind": "gradient", "frame": frame, "line": at[0], "last": at[1]}
                | {"of": name, "made_by": made_by, "value": describe(gradient)}
            )

    def _parameter_gradient(self, parameter: Tensor) -> None:
        if parameter.grad is not None:
            name, frame, at = self._places[id(parameter)]
            self._gradient(name, frame, at, None, parameter.grad)


def _qualified(frame: FrameType) -> str:
    """The function's name with its class, as Python 3.11 and later know it."""
    return frame.f_code.co_qualname.replace(".<locals>", "")


def _makes_class(frame: FrameType) -> bool:
    """Whether the code is the body of a class: nothing is computed there."""
    return "__qualname__" in frame.f_code.co_names and frame.f_code.co_name != "<module>"


def _writes(value: Any) -> Any:
    """What tells that a tensor was changed in place: the object stays, and torch counts.

    It does not for a tensor of inference mode; of that one, what is shown of it.
    """
    if not isinstance(value, Tensor):
        return 0
    return str(describe(value)) if value.is_inference() else value._version


def _is_unshown(value: Any) -> bool:
    return isinstance(value, UNSHOWN) or inspect.isroutine(value)
