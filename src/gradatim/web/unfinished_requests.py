"""Close connections whose request does not come to its end, so that they cannot hold the server."""

import asyncio
from typing import ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

MAX_UNFINISHED = 64  # at once; of more the oldest is closed
PATIENCE = 10.0  # seconds for one request to arrive


class ImpatientProtocol(H11Protocol):
    """HTTP by uvicorn, for `uvicorn.Config(http=...)`."""

    unfinished: ClassVar[
        dict["ImpatientProtocol", asyncio.TimerHandle]
    ] = {}  # in the order of arrival

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request from now on."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """See whether the request is complete."""
        super().data_received(data)
        if self.transport.get_protocol() is not self:  # a WebSocket by now
            return
        if self.conn.their_state in (h11.IDLE, h11.SEND_BODY):
            self._wait()
        else:
            self._wait_no_more()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """Hand the connection over: it is not a request any more."""
        self._wait_no_more()
        super().handle_websocket_upgrade(event)

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        self._wait_no_more()
        super().connection_lost(exc)

    def _wait(self) -> None:
        if self in self.unfinished or self.transport.is_closing():
            return
        self.unfinished[self] = self.loop.call_later(PATIENCE, self._give_up)
        if len(self.unfinished) > MAX_UNFINISHED:
            next(iter(self.unfinished))._give_up()

    def _wait_no_more(self) -> None:
        timer = self.unfinished.pop(self, None)
        if timer is not None:
            timer.cancel()

    def _give_up(self) -> None:
        self._wait_no_more()
        self.transport.close()
