"""Requests that never end are closed, and hold nobody else up."""

import asyncio
import contextlib

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from gradatim.web import unfinished_requests
from gradatim.web.unfinished_requests import MAX_UNFINISHED, ImpatientProtocol

HALF = {
    "nothing": b"",
    "half a head": b"GET / HTTP/1.1\r\nHost: here",
    "half a body": b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 1000\r\n\r\n{",
}


@contextlib.asynccontextmanager
async def running():
    async def page(request):
        await request.body()
        return PlainTextResponse("here")

    app = Starlette(routes=[Route("/", page, methods=["GET", "POST"])])
    config = uvicorn.Config(app, port=0, log_level="error", http=ImpatientProtocol)
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[:2]
    server.should_exit = True
    await task


async def only_open(connections, n):
    """Wait until at most n of the connections are open."""
    async with asyncio.timeout(60):
        while sum(not reader.at_eof() for reader, _ in connections) > n:
            await asyncio.sleep(0.01)


async def answer(address):
    reader, writer = await asyncio.open_connection(*address)
    writer.write(b"GET / HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n")
    text = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    return text


@pytest.mark.parametrize("kind", HALF)
def test_of_300_half_sent_requests_the_latest_64_are_held(kind):
    async def main():
        async with running() as address:
            connections = [await asyncio.open_connection(*address) for _ in range(300)]
            for _, writer in connections:
                writer.write(HALF[kind])
            await only_open(connections, MAX_UNFINISHED)
            assert (await answer(address)).endswith(b"here")
            for _, writer in connections:
                writer.close()

    asyncio.run(main())
    assert ImpatientProtocol.unfinished == {}


def test_a_request_that_does_not_end_is_closed_after_a_while(monkeypatch):
    monkeypatch.setattr(unfinished_requests, "PATIENCE", 0.1)

    async def main():
        async with running() as address:
            connections = [await asyncio.open_connection(*address)]
            connections[0][1].write(HALF["half a head"])
            await only_open(connections, 0)

    asyncio.run(main())


def test_a_connection_that_has_been_answered_is_not_counted():
    async def main():
        async with running() as address:
            reader, writer = await asyncio.open_connection(*address)
            for _ in range(3):  # one connection, one request after another
                writer.write(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
                assert b"here" in await asyncio.wait_for(reader.readuntil(b"here"), 5)
                assert not ImpatientProtocol.unfinished
            writer.close()

    asyncio.run(main())
