"""Ctrl-C, SIGTERM, Windows' Ctrl-Break become a flag: the loop ends its step, saves and stops."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

# Windows has no SIGTERM that can be caught: a process in a group of its own is sent the last one.
STOPPING = ("SIGINT", "SIGTERM", "SIGBREAK")


@contextmanager
def caught_signals() -> Iterator[list[int]]:
    """Catch the signals that stop a run inside a `with` block; a second Ctrl-C ends at once.

    Outside the main thread signals cannot be caught, so nothing is changed there.

    Yields:
        The signals that have come so far.
    """
    caught: list[int] = []
    before: dict[signal.Signals, Any] = {}

    def note(number: int, frame: FrameType | None) -> None:
        # Whoever presses twice does not want to wait for the step, the evaluation or the disk.
        if caught and number == signal.SIGINT:
            raise KeyboardInterrupt
        caught.append(number)

    # Python delivers signals to the main thread only; a notebook or the page trains in others.
    if threading.current_thread() is threading.main_thread():
        for number in (getattr(signal, name) for name in STOPPING if hasattr(signal, name)):
            before[number] = signal.signal(number, note)
    try:
        yield caught
    finally:
        # What was there before comes back: after training, Ctrl-C must end the program again.
        for number, handler in before.items():
            signal.signal(number, handler)
