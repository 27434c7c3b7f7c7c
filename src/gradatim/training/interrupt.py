"""Ctrl-C and SIGTERM become a flag: the loop finishes its step, saves, and stops."""

import signal
import threading
from types import FrameType, TracebackType
from typing import Any, Self


class Interrupt:
    """Catch SIGINT and SIGTERM inside a `with` block; a second Ctrl-C ends at once.

    Outside the main thread signals cannot be caught, so nothing is changed there.

    Attributes:
        raised: whether a signal has come.
    """

    def __init__(self) -> None:
        self.raised = False
        self._before: dict[signal.Signals, Any] = {}

    def _note(self, number: int, frame: FrameType | None) -> None:
        # Whoever presses twice does not want to wait for the step, the evaluation or the disk.
        if self.raised and number == signal.SIGINT:
            raise KeyboardInterrupt
        self.raised = True

    def __enter__(self) -> Self:
        # Python delivers signals to the main thread only; a notebook or the page trains in others.
        if threading.current_thread() is threading.main_thread():
            for number in (signal.SIGINT, signal.SIGTERM):
                self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # What was there before comes back: after training, Ctrl-C must end the program again.
        for number, handler in self._before.items():
            signal.signal(number, handler)
