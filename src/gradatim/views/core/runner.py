"""The runner: one thread per visitor that trains, takes the page's messages and sends frames.

Rules: at most 30 frames per second; the next frame leaves only after the last was drawn, so the
newest always wins; a run that loses its finite numbers stops at the last finite step; a run whose
page shows nothing any more stops after ten seconds; all that train take turns.
"""

import logging
import os
import queue
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from torch import nn

from gradatim.errors import UserError
from gradatim.views.core.controls import Number
from gradatim.views.core.engine import Engine
from gradatim.views.core.uploads import folder_of
from gradatim.views.core.wire import MAX_FRAME, encode

FRAME_INTERVAL = 1 / 30  # seconds from one frame to the next at least
TRAINING_SLICE = 0.005  # seconds of training before a frame, a message or another visitor
ABSENCE = 10.0  # seconds without a sign of the page before its training stops
MAX_PENDING_STEPS = 1000  # that one message may ask for
PATIENCE = 2.0  # seconds in line before the page is told how many are before it
MAX_WAITING = 500  # messages that may wait for one runner
SPEED = Number(1, 1 / 64, 64, log=True)


Send = Callable[[dict[str, Any], list[bytes]], None]
ReadProgram = Callable[[bytes, str], nn.Module]  # of a program's text and its file's name

_log = logging.getLogger(__name__)


class RoundRobin:
    """Lets so many threads compute at a time; the others wait in line, first come, first served.

    A semaphore would let the thread that gives its turn back take the next one as well.
    """

    def __init__(self, places: int) -> None:
        """Start with all places free."""
        self._lock = threading.Lock()
        self._free = places
        self.line: deque[threading.Lock] = deque()

    @contextmanager
    def turn(self, tell: Callable[[int], None] = lambda ahead: None) -> Iterator[None]:
        """Wait for a turn, and hand it to the first in the line afterwards.

        Args:
            tell: called every `PATIENCE` seconds of waiting, with how many come before.
        """
        self.wait(tell)
        try:
            yield
        finally:
            self.hand_on()

    def wait(self, tell: Callable[[int], None]) -> None:
        """Wait until a place is free; `tell` as in `turn`."""
        with self._lock:
            if self._free:
                self._free -= 1
                return
            called = threading.Lock()
            called.acquire()
            self.line.append(called)
        while not called.acquire(timeout=PATIENCE):
            with self._lock:
                ahead = self.line.index(called) + 1 if called in self.line else 0
            if ahead:  # else it was called just now
                tell(ahead)

    def hand_on(self) -> None:
        """Give the place to the first in the line, or leave it free."""
        with self._lock:
            if self.line:
                self.line.popleft().release()
            else:
                self._free += 1


# As many visitors compute at the same moment as there are cores, less one for the web server.
CORES = RoundRobin(max(1, (os.cpu_count() or 2) - 1))


class Runner:
    """Runs one engine for one page."""

    def __init__(
        self,
        engine: Engine,
        send: Send,
        clock: Callable[[], float] = time.monotonic,
        read_program: ReadProgram | None = None,
    ) -> None:
        """Prepare a runner; `start` lets it run.

        Args:
            engine: the view's engine; once started, only the runner's thread touches it.
            send: called from the thread with a header and buffers; must return at once.
            clock: gives the time in seconds.
            read_program: gives the network that a visitor's program makes; None where nobody may
                run one.
        """
        self.read_program = read_program
        self.engine = engine
        self.send = send
        self.clock = clock
        self.playing = False
        self.speed = 1.0
        self.thread = threading.Thread(target=self._run, name=f"view-{engine.name}", daemon=True)
        self._inbox: queue.Queue[tuple[dict[str, Any], list[bytes]]] = queue.Queue(MAX_WAITING)
        self._closed = threading.Event()
        self._pending_steps = 0.0
        self._sent = 0  # number of the last frame sent
        self._drawn = 0  # number of the last frame that the page has drawn
        self._changed = False  # there is something new to see
        self._next_frame = 0.0  # when it may leave
        self._last_turn = self._last_sign = clock()
        self._reported: tuple[dict[str, Any], dict[str, str]] | None = None  # values and address
        self._known: dict[str, Any] = {}  # the arrays that the page has

    def start(self) -> "Runner":
        """Start the thread; returns the runner."""
        self.thread.start()
        return self

    def receive(self, message: dict[str, Any], buffers: list[bytes]) -> None:
        """Take a message of the page; when far too many wait, the new one is dropped."""
        try:
            self._inbox.put_nowait((message, buffers))
        except queue.Full:
            _log.warning("a page sends faster than its view can follow; a message was dropped")

    def close(self) -> None:
        """Stop the thread after what it is doing."""
        self._closed.set()

    def turn(self, wait: float = 0.0) -> None:
        """Handle the messages that came, then train and send a frame where either is due.

        Args:
            wait: seconds to wait for a message at most.
        """
        self._take_messages(wait)
        now = self.clock()
        if now - self._last_sign > ABSENCE and (self.playing or self._pending_steps):
            self._stop()
        if self.playing:
            rate = self.engine.pace * self.speed
            # Who was kept waiting catches up half a second at most, and does not rush afterwards.
            due = self._pending_steps + rate * (now - self._last_turn)
            self._pending_steps = min(due, max(1.0, rate / 2))
        self._last_turn = now
        if self._pending_steps >= 1 or self._frame_is_due():
            with CORES.turn(self._tell_place):
                self._take_messages(0)  # those that came while others had their turns
                if self._pending_steps >= 1 and not self._guarded(self._train):
                    self._stop()  # what failed once would fail at every step
                if self._frame_is_due():
                    self._guarded(self._send_frame)

    # The thread ------------------------------------------------------------------------------

    def _run(self) -> None:
        self._last_turn = self.clock()
        while not self._closed.is_set():
            self.turn(self._idle_time())
        self._stop()

    def _frame_is_due(self) -> bool:
        return self._changed and self._drawn >= self._sent and self.clock() >= self._next_frame

    def _idle_time(self) -> float:
        """Return how long nothing is to be done unless a message comes, in seconds."""
        if self._pending_steps >= 1:
            return 0.0
        until_frame = max(0.0, self._next_frame - self.clock())
        if self._changed and self._drawn >= self._sent:
            return until_frame
        if self.playing:  # steps go in bundles, no more often than frames do
            due = (1 - self._pending_steps) / (self.engine.pace * self.speed)
            return min(max(due, until_frame, FRAME_INTERVAL / 2), 0.1)
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
        # Of many positions of a moving slider only the last one counts.
        newest = {m["name"]: i for i, (m, _) in enumerate(messages) if _is_set(m)}
        for index, (message, buffers) in enumerate(messages):
            self._last_sign = self.clock()
            if not _is_set(message) or newest[message["name"]] == index:
                self._guarded(partial(self._handle, message, buffers))

    def _handle(self, message: dict[str, Any], buffers: list[bytes]) -> None:
        kind = message.get("type")
        if kind == "drawn":
            self._drawn = max(self._drawn, min(_count(message, "id"), self._sent))
            return
        if kind == "ready":
            self._reported, self._known = None, {}
            self._sent = self._drawn
            self.send({"type": "hello", **self.engine.hello()}, [])
        elif kind == "play":
            self.playing = True
        elif kind == "pause":
            self._stop()
        elif kind == "step":
            asked = self._pending_steps + max(1, _count(message, "n"))
            self._pending_steps = min(asked, MAX_PENDING_STEPS)
        elif kind == "rewind":
            self._stop()
            self.engine.rewind(max(1, _count(message, "k")))
        elif kind == "reset":
            self._pending_steps = 0
            self.engine.reset()
        elif kind == "speed":
            self.speed = SPEED.check("speed", message.get("value"))
        elif kind == "set":
            name = str(message.get("name"))
            if name in self.engine.fixed:
                raise UserError("This lesson keeps this control as it is.")
            self.engine.set(name, message.get("value"))
        elif kind == "act":
            self.engine.act(str(message.get("name")), message.get("value"))
        elif kind == "file":
            self._take_file(str(message.get("name", ""))[:200], buffers)
        elif kind == "folder":
            with folder_of(message.get("name"), message.get("names"), buffers) as folder:
                self.engine.load_run(folder)
        elif kind == "code":
            self.send({"type": "code", "parts": self.engine.code()}, [])
        else:
            raise UserError("The server does not know this message. Reload the page.")
        self._changed = True

    def _take_file(self, name: str, buffers: list[bytes]) -> None:
        if not buffers or not buffers[0]:
            raise UserError("The file is empty. Choose another one.")
        if not name.lower().endswith(".py") or "program" not in self.engine.takes:
            self.engine.load_file(name, bytes(buffers[0]))
        elif self.read_program is None:
            raise UserError(
                "A program runs on its owner's computer only, in a page opened by the whole "
                "address that `gradatim serve` printed."
            )
        else:
            self.engine.load_network(self.read_program(bytes(buffers[0]), name))

    def _tell_place(self, ahead: int) -> None:
        self.send({"type": "waiting", "ahead": ahead}, [])

    def _stop(self) -> None:
        self._changed = self._changed or self.playing
        self.playing, self._pending_steps = False, 0.0

    def _train(self) -> None:
        end = self.clock() + TRAINING_SLICE
        while self._pending_steps >= 1 and self.clock() < end:
            self.engine.step(1)
            self._pending_steps -= 1
            self._changed = True
            if self.engine.diverged or self.engine.finished():
                self._stop()

    def _send_frame(self) -> None:
        self._changed = False  # first, so that a frame that fails is not tried again at once
        header, buffers = encode(self.engine.snapshot(), self._known)
        if sum(map(len, buffers)) > MAX_FRAME:
            raise RuntimeError(f"a frame of {self.engine.name} is larger than {MAX_FRAME} bytes")
        self._sent += 1
        message = {"type": "frame", "id": self._sent, "playing": self.playing, "data": header}
        address = self.engine.address()
        # Whoever opens the address sees the same step, unless getting there would take too long.
        stands = not self.playing and self._pending_steps < 1
        if stands and 0 < self.engine.steps <= MAX_PENDING_STEPS:
            address["step"] = str(self.engine.steps)
        if self._reported != (self.engine.values, address):
            self._reported = dict(self.engine.values), address
            message |= {"values": self._reported[0], "address": address}
        # Counted from when this one was due: a late frame does not make all later ones late.
        self._next_frame = max(self._next_frame + FRAME_INTERVAL, self.clock())
        self.send(message, buffers)

    def _guarded(self, work: Callable[[], None]) -> bool:
        """Do one thing; what goes wrong is reported, and the thread lives on."""
        try:
            work()
            return True
        except UserError as error:
            self._changed = True
            self.send({"type": "error", "text": str(error)}, [])
        except Exception:
            _log.exception("the view %s failed", self.engine.name)
            self._stop()
            text = "Something went wrong on our side. Press Reset to continue."
            self.send({"type": "error", "text": text}, [])
        return False


def _is_set(message: dict[str, Any]) -> bool:
    return message.get("type") == "set" and isinstance(message.get("name"), str)


def _count(message: dict[str, Any], name: str) -> int:
    return int(Number(1, 0, 1e9, integer=True).check(name, message.get(name, 1)))
