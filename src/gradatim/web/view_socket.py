"""The live connection: one binary WebSocket per page, and its runner, kept for a short absence."""

import asyncio
import ctypes
import gc
import logging
import secrets
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from starlette.websockets import WebSocket, WebSocketDisconnect

from gradatim.errors import UserError
from gradatim.labs.sandbox.own_network import read_network
from gradatim.views import load
from gradatim.views.core.runner import ABSENCE, MAX_PENDING_STEPS, Runner
from gradatim.views.core.wire import pack, unpack
from gradatim.web.lessons.lesson import Lesson, LessonPage
from gradatim.web.security import is_owner

MAX_VISITORS = 64
MAX_MESSAGE = 8_500_000  # bytes: a file of 8 MB and its header
M_ARENA_MAX = -8  # what glibc's mallopt calls the number of its pools
MAX_OUTBOX = 50  # messages to one page that may wait

_log = logging.getLogger(__name__)


class Visitor:
    """One page's runner and where its messages go; it outlives a lost connection by ABSENCE."""

    def __init__(
        self,
        view: str,
        address: dict[str, str],
        loop: asyncio.AbstractEventLoop,
        engine_of: Callable[[str], Any] = load,
        lesson_page: LessonPage | None = None,
        owner: bool = False,
    ) -> None:
        """Start the view with the values of the page's address, and what a lesson fixes.

        Whoever started the server may run a program of her own, in the lab's child process.
        """
        self.key = secrets.token_urlsafe(12)
        self.view = view
        self.left = 0.0
        self.loop = loop
        self.outbox: asyncio.Queue[bytes] | None = None
        self.problem = ""
        engine_class = engine_of(view)
        language = "fr" if address.get("lang") == "fr" else "en"
        values: dict[str, Any] = engine_class.opening(language) | {
            name: text for name, text in address.items() if name in engine_class.controls
        }
        if lesson_page is not None:
            values |= lesson_page.fix
        try:
            engine = engine_class(**values)
        except UserError as error:
            engine, self.problem = engine_class(), f"{error} The view starts with its defaults."
        if lesson_page is not None:
            engine.fixed, engine.left_out = frozenset(lesson_page.fix), lesson_page.hide
        read_program = partial(read_network, language=language) if owner else None
        self.runner = Runner(engine, self.send, read_program=read_program)
        steps = address.get("step", "")[:6]
        if steps.isdecimal():  # the address of a run that stands says where
            self.runner.receive({"type": "step", "n": min(int(steps), MAX_PENDING_STEPS)}, [])
        self.runner.start()

    def send(self, header: dict[str, Any], buffers: list[bytes]) -> None:
        """Hand a message over to the server's loop; called from the runner's thread."""
        message = pack(header, buffers)
        if not self.loop.is_closed():  # the server may be stopping
            self.loop.call_soon_threadsafe(self._put, message)

    def _put(self, message: bytes) -> None:
        # A page that reads no more loses messages rather than filling the memory.
        if self.outbox is not None and self.outbox.qsize() < MAX_OUTBOX:
            self.outbox.put_nowait(message)


class Live:
    """All visitors of one server."""

    def __init__(
        self, engine_of: Callable[[str], Any] = load, lesson: Lesson | None = None
    ) -> None:
        """Start without visitors.

        Args:
            engine_of: gives the engine's class for the name of a view.
            lesson: whose pages are views with fixed and hidden controls.
        """
        self.lesson = lesson
        self.engine_of = engine_of
        self.visitors: dict[str, Visitor] = {}
        self.sockets = 0
        self.gone = 0  # visitors swept whose memory was not given back yet

    async def endpoint(self, socket: WebSocket) -> None:
        """Serve one page: /live?view=NAME&key=...&CONTROL=VALUE..."""
        # Accepted first even to be refused: a browser tells the page nothing of a handshake that
        # failed.
        await socket.accept()
        if self.sockets >= MAX_VISITORS:
            text = f"{MAX_VISITORS} pages are open on this server. Close one and reload."
            await socket.send_bytes(pack({"type": "error", "text": text}))
            await socket.close(1013, "too many pages")
            return
        self.sockets += 1
        visitor = None
        try:
            visitor = await self._find(socket)
            if visitor is not None:
                await self._serve(socket, visitor)
        except (WebSocketDisconnect, RuntimeError):
            pass  # the page went away in the middle of a message
        finally:
            self.sockets -= 1
            if visitor is not None:
                visitor.left, visitor.outbox = time.monotonic(), None

    async def _find(self, socket: WebSocket) -> Visitor | None:
        address = dict(socket.query_params)
        key, view = address.get("key", ""), address.get("view", "")
        known = self.visitors.get(key)  # its run goes on where the connection broke
        # Nobody else holds it now: a copied address must not take over a page that is open.
        if known and known.view == view and known.outbox is None:
            known.left = 0.0
            return known
        self.sweep()
        page = self.lesson.page(address.get("lesson", "")) if self.lesson else None
        if page is not None and (page.kind, page.name) != ("view", view):
            page = None
        try:
            # In a thread: opening a view may load data or train a network for a second.
            loop, owner = asyncio.get_running_loop(), is_owner(socket.scope)
            visitor = await asyncio.to_thread(
                Visitor, view, address, loop, self.engine_of, page, owner
            )
        except UserError as error:
            await socket.send_bytes(pack({"type": "error", "text": str(error)}))
            await socket.close(1008)
            return None
        except Exception:
            _log.exception("the view %s could not start", view)
            text = "This view could not start: something went wrong on our side. The others work."
            await socket.send_bytes(pack({"type": "error", "text": text}))
            await socket.close(1008)
            return None
        self.visitors[visitor.key] = visitor
        return visitor

    async def _serve(self, socket: WebSocket, visitor: Visitor) -> None:
        outbox: asyncio.Queue[bytes] = asyncio.Queue()
        visitor.outbox = outbox
        outbox.put_nowait(pack({"type": "key", "key": visitor.key}))
        if visitor.problem:
            outbox.put_nowait(pack({"type": "error", "text": visitor.problem}))

        async def write() -> None:
            while True:
                await socket.send_bytes(await outbox.get())

        # A task of its own: a page that reads slowly must not keep its messages from being heard.
        writer = asyncio.create_task(write())
        try:
            while True:
                message = await socket.receive()
                if message["type"] == "websocket.disconnect":
                    return
                data = message.get("bytes")
                try:
                    if data is None:
                        raise UserError("The server does not know this message. Reload the page.")
                    header, buffers = unpack(data)
                except UserError as error:
                    outbox.put_nowait(pack({"type": "error", "text": str(error)}))
                    continue
                visitor.runner.receive(header, buffers)
        finally:
            writer.cancel()

    def sweep(self) -> None:
        """End the runners of pages that went away more than ABSENCE seconds ago."""
        now, before = time.monotonic(), len(self.visitors)
        for key, visitor in list(self.visitors.items()):
            if visitor.left and now - visitor.left > ABSENCE:
                visitor.runner.close()
                del self.visitors[key]
        self.gone += before - len(self.visitors)

    async def sweep_forever(self) -> None:
        """Sweep every second, as long as the server runs."""
        while True:
            await asyncio.sleep(1)
            self.sweep()
            if self.gone:
                self.gone = 0
                await asyncio.to_thread(_give_back)

    def close(self) -> None:
        """End all runners."""
        for visitor in self.visitors.values():
            visitor.runner.close()
        self.visitors.clear()


def share_memory() -> bool:
    """Let all threads take their memory from two pools; returns whether the system can.

    To be called before they start. With a pool for every visitor's thread, what visitors leave
    behind lies scattered over all of them, and the server grows by a tenth more.
    """
    limit = _of_system("mallopt")
    return limit is not None and bool(limit(M_ARENA_MAX, 2))


def _give_back() -> None:
    """Return the memory of those who left to the system: engines are cyclic, malloc keeps pages."""
    gc.collect()
    trim = _of_system("malloc_trim")
    if trim is not None:
        trim(0)


def _of_system(name: str) -> Any:
    """A function of Linux's C library; None where there is none."""
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
