"""The runner: one thread a visitor that trains, takes the page's messages and sends frames.

Rules: at most 30 frames a second; the next frame leaves only after the last was drawn, so the
newest always wins; a run that loses its finite numbers stops at the last finite step; a run whose
page shows nothing any more stops after ten seconds; only so many runs train at once.
"""

import logging
import os
import queue
import threading
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

from gradatim.errors import UserError
from gradatim.views.core.controls import Number
from gradatim.views.core.engine import Engine
from gradatim.views.core.wire import MAX_FRAME, encode

CLOCK = 1 / 30  # seconds between two frames at least
BUDGET = 0.005  # seconds of training in one turn
AWAY = 10.0  # seconds without a sign of the page before its training stops
MAX_TRAININGS = 16
MAX_OWED = 1000  # steps that one message may ask for
MAX_WAITING = 500  # messages that may wait for one runner
SPEED = Number(1, 1 / 64, 64, log=True)

Send = Callable[[dict[str, Any], list[bytes]], None]

_log = logging.getLogger(__name__)


class Turns:
    """Lets so many threads compute at a time; the others wait in line, first come, first served.

    A semaphore would let the thread that gives its turn back take the next one as well.
    """

    def __init__(self, places: int) -> None:
        """Start with all places free."""
        self._lock = threading.Lock()
        self._free = places
        self._line: deque[threading.Lock] = deque()

    def __enter__(self) -> None:
        """Wait for a turn."""
        with self._lock:
            if self._free:
                self._free -= 1
                return
            called = threading.Lock()
            called.acquire()
            self._line.append(called)
        called.acquire()

    def __exit__(self, *_: object) -> None:
        """Hand the turn to the first in the line."""
        with self._lock:
            if self._line:
                self._line.popleft().release()
            else:
                self._free += 1


# As many visitors compute at the same moment as there are cores, less one for the web server.
_turns = Turns(max(1, (os.cpu_count() or 2) - 1))
_trainings = threading.BoundedSemaphore(MAX_TRAININGS)


class Runner:
    """Runs one engine for one page."""

    def __init__(self, engine: Engine, send: Send) -> None:
        """Start the thread.

        Args:
            engine: the view's engine; from now on only the runner's thread touches it.
            send: called from the thread with a header and buffers; must return at once.
        """
        self.engine = engine
        self.send = send
        self.playing = False
        self.speed = 1.0
        self._owed = 0.0
        self._inbox: queue.Queue[tuple[dict[str, Any], list[bytes]]] = queue.Queue(MAX_WAITING)
        self._closed = threading.Event()
        self._number = 0  # of the last frame sent
        self._drawn = 0  # of the last frame that the page has drawn
        self._place = _trainings  # where this training has taken a place
        self._dirty = False
        self._due = 0.0  # when the next frame may leave
        self._last_sign = time.monotonic()
        self._told: tuple[dict[str, Any], dict[str, str]] | None = None  # what the page knows
        self._sent: dict[str, Any] = {}  # the arrays that the page has
        self.thread = threading.Thread(target=self._run, name=f"view-{engine.name}", daemon=True)
        self.thread.start()

    def receive(self, message: dict[str, Any], buffers: list[bytes]) -> None:
        """Take a message of the page; when far too many wait, the new one is dropped."""
        try:
            self._inbox.put_nowait((message, buffers))
        except queue.Full:
            _log.warning("a page sends faster than its view can follow; a message was dropped")

    def close(self) -> None:
        """Stop the thread after what it is doing."""
        self._closed.set()

    # The thread ------------------------------------------------------------------------------

    def _run(self) -> None:
        then = time.monotonic()
        while not self._closed.is_set():
            self._take_messages(self._pause())
            now = time.monotonic()
            if now - self._last_sign > AWAY and (self.playing or self._owed):
                self._stop()
            if self.playing:
                due = self.engine.pace * self.speed
                self._owed = min(self._owed + due * (now - then), max(1.0, due / 2))
            then = now
            if self._owed >= 1 or self._shows():
                with _turns:
                    self._take_messages(0)  # those that came while others had their turns
                    if self._owed >= 1 and not self._guarded(self._train):
                        self._stop()  # what failed once would fail at every step
                    if self._shows():
                        self._guarded(self._show)
        self._stop()

    def _shows(self) -> bool:
        """Say whether a frame may leave now."""
        return self._dirty and self._drawn >= self._number and time.monotonic() >= self._due

    def _pause(self) -> float:
        """Return how long nothing is to be done unless a message comes."""
        if self._owed >= 1:
            return 0.0
        until_frame = max(0.0, self._due - time.monotonic())
        if self._dirty and self._drawn >= self._number:
            return until_frame
        if self.playing:  # steps go in bundles, no more often than frames do
            due = (1 - self._owed) / (self.engine.pace * self.speed)
            return min(max(due, until_frame, CLOCK / 2), 0.1)
        return 0.5

    def _take_messages(self, wait: float) -> None:
        """Wait so long for messages, then handle all that are there."""
        messages = []
        try:
            messages.append(self._inbox.get(timeout=wait) if wait else self._inbox.get_nowait())
            while True:
                messages.append(self._inbox.get_nowait())
        except queue.Empty:
            pass
        newest = {m["name"]: i for i, (m, _) in enumerate(messages) if _is_set(m)}
        for index, (message, buffers) in enumerate(messages):
            self._last_sign = time.monotonic()
            if not _is_set(message) or newest[message["name"]] == index:
                self._guarded(partial(self._handle, message, buffers))

    def _handle(self, message: dict[str, Any], buffers: list[bytes]) -> None:
        kind = message.get("type")
        if kind == "drawn":
            self._drawn = max(self._drawn, min(_count(message, "id"), self._number))
            return
        if kind == "ready":
            self._told, self._sent = None, {}
            self._number = self._drawn
            self.send({"type": "hello", **self.engine.hello()}, [])
        elif kind == "play":
            self._play()
        elif kind == "pause":
            self._stop()
        elif kind == "step":
            self._owed = min(self._owed + max(1, _count(message, "n")), MAX_OWED)
        elif kind == "rewind":
            self._stop()
            self.engine.rewind(max(1, _count(message, "k")))
        elif kind == "reset":
            self._owed = 0
            self.engine.reset()
        elif kind == "speed":
            self.speed = SPEED.check("speed", message.get("value"))
        elif kind == "set":
            self.engine.set(str(message.get("name")), message.get("value"))
        elif kind == "act":
            self.engine.act(str(message.get("name")), message.get("value"))
        elif kind == "file":
            if not buffers:
                raise UserError("The file is empty; choose another.")
            self.engine.load_file(str(message.get("name", ""))[:200], bytes(buffers[0]))
        elif kind == "code":
            self.send({"type": "code", "parts": self.engine.code()}, [])
        else:
            raise UserError("This message is not one of ours; reload the page.")
        self._dirty = True

    def _play(self) -> None:
        if self.playing:
            return
        if not _trainings.acquire(blocking=False):
            raise UserError(
                f"{MAX_TRAININGS} trainings run on this computer already; "
                "press play again when one has stopped."
            )
        self.playing, self._place = True, _trainings

    def _stop(self) -> None:
        if self.playing:
            self._place.release()
            self._dirty = True
        self.playing, self._owed = False, 0.0

    def _train(self) -> None:
        end = time.perf_counter() + BUDGET
        while self._owed >= 1 and time.perf_counter() < end:
            self.engine.step(1)
            self._owed -= 1
            self._dirty = True
            if self.engine.diverged or self.engine.finished():
                self._stop()

    def _show(self) -> None:
        self._dirty = False  # first: what cannot be drawn is not tried again thirty times a second
        header, buffers = encode(self.engine.snapshot(), self._sent)
        if sum(map(len, buffers)) > MAX_FRAME:
            raise RuntimeError(f"a frame of {self.engine.name} is larger than {MAX_FRAME}")
        self._number += 1
        message = {"type": "frame", "id": self._number, "playing": self.playing, "data": header}
        address = self.engine.address()
        if not (self.playing or self._owed >= 1) and 0 < self.engine.steps <= MAX_OWED:
            address["step"] = str(self.engine.steps)
        if self._told != (self.engine.values, address):
            self._told = dict(self.engine.values), address
            message |= {"values": self._told[0], "address": address}
        self._due = max(self._due + CLOCK, time.monotonic())  # one that is late makes none late
        self.send(message, buffers)

    def _guarded(self, work: Callable[[], None]) -> bool:
        """Do one thing; a mistake, the visitor's or ours, is told and the thread lives on."""
        try:
            work()
            return True
        except UserError as error:
            self._dirty = True
            self.send({"type": "error", "text": str(error)}, [])
        except Exception:
            _log.exception("the view %s failed", self.engine.name)
            self._apologise()
        return False

    def _apologise(self) -> None:
        self._stop()
        text = "This did not work, and that is our mistake; press reset to go on."
        self.send({"type": "error", "text": text}, [])


def _is_set(message: dict[str, Any]) -> bool:
    return message.get("type") == "set" and isinstance(message.get("name"), str)


def _count(message: dict[str, Any], name: str) -> int:
    return int(Number(1, 0, 1e9, integer=True).check(name, message.get(name, 1)))
