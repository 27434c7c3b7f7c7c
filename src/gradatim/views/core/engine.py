"""What every view's engine does: step, show, change, go back. No browser is needed for any of it.

An engine holds the live model of one view. `snapshot()` gives what is to be drawn as a dictionary
of small arrays (and short texts and numbers); the widget beside it draws that and nothing else.
The same seed and the same calls give the same snapshots.
"""

import inspect
import json
import textwrap
import threading
from collections import deque
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import torch
from torch import nn

from gradatim.errors import UserError, nearest
from gradatim.recipes.runs import open_run
from gradatim.views.core.controls import Control, Number, describe, in_address
from gradatim.views.core.modules import VIEW_FILES
from gradatim.views.core.network_graph import Program

_GLOBAL_RANDOM = threading.Lock()  # held while a visitor draws from torch's global generator
SEED = Number(0, 0, 9999, integer=True)


class Engine:
    """Base of the engines: a checked set of values, a step counter and a ring of past states.

    A view defines `start`, `advance`, `frame`, and `state`/`restore` where it can go back.
    """

    name: ClassVar[str]
    controls: ClassVar[dict[str, Control]] = {}
    actions: ClassVar[tuple[str, ...]] = ()  # methods that the page may call with one value
    accepts: ClassVar[str] = ""  # kinds of file for "use my own file", such as ".csv,.txt"
    pace: ClassVar[float] = 10.0  # steps per second at normal speed
    memory: ClassVar[int] = 240  # past states kept
    live: ClassVar[tuple[str, ...]] = ()  # controls that act at once instead of starting again
    # Control -> (another control, its values with which the first does something); else not shown.
    when: ClassVar[dict[str, tuple[str, tuple[str, ...]]]] = {}
    takes: ClassVar[tuple[str, ...]] = ()  # besides files: a network of a "program", of a "run"
    fixed: Collection[str] = ()  # controls that a lesson keeps as they are
    left_out: Collection[str] = ()  # controls that a lesson does not show
    custom_model: Any = None  # the visitor's own

    def __init__(self, **values: Any) -> None:
        """Start a view.

        Args:
            values: controls by name; what is left out has its default.

        Raises:
            UserError: an unknown control, or a value outside its bounds.
        """
        self.values: dict[str, Any] = {key: c.default for key, c in self.controls.items()}
        for name, value in values.items():
            self.values[name] = self._control(name).check(name, value)
        self.notice = ""
        self.reset()

    @classmethod
    def opening(cls, language: str) -> dict[str, Any]:
        """The values with which a page opens where they are not the defaults.

        A default must be there on every computer and in every language; what a page shows first
        may be a published data set, where it was fetched, or words in its language.

        Args:
            language: of the page, "en" or "fr".
        """
        return {}

    # What a view defines ---------------------------------------------------------------------

    def start(self) -> None:
        """Build the first state from `values`."""
        raise NotImplementedError

    def advance(self) -> None:
        """Make one step."""
        raise NotImplementedError

    def frame(self) -> dict[str, Any]:
        """Return what is to be drawn now."""
        raise NotImplementedError

    def state(self) -> Any:
        """Return a copy of all that `advance` changes."""
        return None

    def restore(self, state: Any) -> None:
        """Put back what `state` returned."""

    def finite(self) -> bool:
        """Say whether the run still has finite numbers."""
        return True

    def finished(self) -> bool:
        """Say that there is nothing left to step."""
        return False

    def changed(self, name: str) -> None:
        """Act on a control listed in `live` that was just set."""

    def load_file(self, name: str, content: bytes) -> None:
        """Take the visitor's own file."""
        raise UserError("This view takes no file.")

    def fit_model(self, model: nn.Module) -> nn.Module:
        """Check a network of the visitor's own and set the controls by it; returns it."""
        raise UserError("This view takes no network.")

    def sources(self) -> list[Callable[..., Any] | type | Program]:
        """Name the functions and classes whose lines computed what is on the screen."""
        return []

    # What the page and Jupyter call ----------------------------------------------------------

    def reset(self) -> None:
        """Start again from the seed with the values set so far."""
        self.steps = 0
        self.diverged = False
        self.history: deque[Any] = deque(maxlen=self.memory)
        self.start()

    def step(self, n: int = 1) -> None:
        """Make n steps; a step that ends in numbers that are not finite is taken back."""
        for _ in range(int(n)):
            if self.diverged or self.finished():
                return
            before = self.state()  # taken first: a step that diverges cannot be undone otherwise
            self.advance()
            if not self.finite():
                self.restore(before)
                self.diverged = True
                return
            self.history.append(before)
            self.steps += 1

    def rewind(self, k: int = 1) -> None:
        """Go back k steps, or as far as the ring of past states reaches."""
        state, taken = None, 0
        while self.history and taken < int(k):
            state = self.history.pop()
            taken += 1
        if taken:
            self.restore(state)
            self.steps -= taken
        self.diverged = False

    def set(self, name: str, value: Any) -> None:
        """Change one control; unless it is a live one, the run starts again."""
        value = self._control(name).check(name, value)
        if value == self.values[name]:
            return
        before = dict(self.values)  # all of them: one control may move others
        self.values[name] = value
        try:
            if name in self.live:
                self.diverged = False  # a smaller learning rate may go on from here
                self.changed(name)
            else:
                self.reset()
        except UserError:  # such as a kernel that no longer fits: back to what did
            self.values = before
            if name not in self.live:
                self.reset()
            raise

    def load_network(self, model: nn.Module) -> None:
        """Start again with a network of the visitor's own.

        Raises:
            UserError: the view takes none, or not this one.
        """
        before, values = self.custom_model, dict(self.values)
        try:
            self.custom_model = self.fit_model(model)
            self.reset()
        except UserError:
            self.custom_model, self.values = before, values
            self.reset()
            raise
        self.notice = "Your network is shown. Reload the page to have the built-in one again."

    def load_run(self, folder: Path) -> None:
        """Start again with the network of a run folder; see `load_network`."""
        self.load_network(open_run(folder)[1])

    def act(self, name: str, value: Any = None) -> None:
        """Do one of the view's own actions, such as moving a point."""
        if name not in self.actions:  # the page must not call any method it likes
            raise UserError(f"There is no action {name[:40]!r}; {nearest(name, self.actions)}")
        getattr(self, name)(value)

    def snapshot(self) -> dict[str, Any]:
        """Return the frame of now, with the step it belongs to."""
        common = {"step": self.steps, "diverged": self.diverged, "finished": self.finished()}
        return {**self.frame(), **common, "notice": self.notice}

    def code(self) -> list[dict[str, str]]:
        """Return the package's own lines that computed what is on the screen."""
        return [_source(item) for item in self.sources()]

    def address(self) -> dict[str, str]:
        """Return the values that differ from the defaults, as they stand in the address."""
        return {
            name: in_address(control, self.values[name])
            for name, control in self.controls.items()
            if self.values[name] != control.default
        }

    def hello(self) -> dict[str, Any]:
        """Return what a page must know before the first frame."""
        return {
            "view": self.name,
            "controls": {name: self._described(name) for name in self.controls},
            "values": self.values,
            "accepts": ",".join(filter(None, (self.accepts, ".py" * ("program" in self.takes)))),
            "runs": "run" in self.takes,
            "pace": self.pace,
            "words": words(self.name),
        }

    def _described(self, name: str) -> dict[str, Any]:
        told = describe(self.controls[name])
        hidden = told["hidden"] or name in self.left_out
        return {
            **told,
            "hidden": hidden,
            "fixed": name in self.fixed,
            "when": self.when.get(name),
        }

    def _control(self, name: str) -> Control:
        if name not in self.controls:
            raise UserError(f"There is no control {name[:40]!r}; {nearest(name, self.controls)}")
        return self.controls[name]


def words(name: str) -> dict[str, Any]:
    """Return a view's words in English and French, as the page and the handbook show them."""
    return json.loads((VIEW_FILES / name / "words.json").read_text(encoding="utf-8"))


@contextmanager
def temporary_seed(seed: int) -> Iterator[None]:
    """Draw from PyTorch's global generator with a seed of one's own, one visitor at a time.

    Layers of torch.nn draw their first weights from the global generator; visitors run in
    threads, so two of them must not draw at once.
    """
    with _GLOBAL_RANDOM, torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        yield


def _source(item: Callable[..., Any] | type | Program) -> dict[str, str]:
    if isinstance(item, Program):
        return {"where": item.name, "line": "1", "text": item.text}
    lines, first = inspect.getsourcelines(item)
    module = inspect.getmodule(item)
    where = f"{module.__name__ if module else ''}.{item.__qualname__}"
    return {"where": where, "line": str(first), "text": textwrap.dedent("".join(lines))}
