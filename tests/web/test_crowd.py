"""The real server among many, rude and broken visitors."""

import os
import re
import socket
import subprocess
import sys
import urllib.request
from contextlib import ExitStack, suppress

import pytest

from gradatim.views.core.wire import pack, unpack
from gradatim.web.view_socket import MAX_VISITORS

client = pytest.importorskip("websockets.sync.client")
ConnectionClosed = pytest.importorskip("websockets.exceptions").ConnectionClosed


@pytest.fixture(scope="module")
def address():
    code = "from gradatim.web.app import serve; serve(port=0, browser=False)"
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    server = subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, env=environment
    )
    try:
        assert server.stdout is not None
        found = re.search(r"http://(\S+?)/", server.stdout.readline())
        assert found
        yield found[1]
        assert server.poll() is None  # it lived through everything
    finally:
        server.terminate()
        server.wait(30)


def open_live(address, view="perceptron"):
    return client.connect(
        f"ws://{address}/live?view={view}",
        origin=f"http://{address}",
        compression=None,
        open_timeout=120,
        close_timeout=0.1,
    )


def first_frame(connection):
    connection.send(pack({"type": "ready"}))
    for _ in range(20):
        header, _ = unpack(connection.recv(timeout=120))
        if header["type"] in ("frame", "error"):
            return header
    raise AssertionError("no frame came")


def test_two_hundred_connections(address):
    with ExitStack() as crowd:
        kinds = []
        for _ in range(200):
            connection = crowd.enter_context(open_live(address))
            header, _ = unpack(connection.recv(timeout=120))
            kinds.append(header["type"])
        assert kinds.count("key") == MAX_VISITORS
        assert kinds.count("error") == 200 - MAX_VISITORS
        assert urllib.request.urlopen(f"http://{address}/", timeout=60).status == 200
    for _ in range(100):  # places become free as the crowd leaves
        with open_live(address) as connection:
            if first_frame(connection)["type"] == "frame":
                return
    raise AssertionError("no place became free")


def test_rude_and_broken_visitors(address):
    host, port = address.split(":")
    for bytes_ in (b"", b"\x00" * 100, b"GET /live HTTP/1.1\r\nUpgrade: websocket\r\n\r\n"):
        with socket.create_connection((host, int(port)), timeout=30) as raw:
            raw.sendall(bytes_)
    with suppress(Exception), open_live(address) as connection:  # gone in the middle of everything
        connection.send(pack({"type": "ready"}))
        connection.send(pack({"type": "play"}))
        connection.socket.close()
    with open_live(address) as connection:  # a message larger than any file
        with suppress(ConnectionClosed):
            connection.send(b"\x00" * 9_000_000)
            for _ in range(100):
                connection.recv(timeout=60)
        assert connection.protocol.close_code in (1006, 1009)  # told, or cut while sending
    with open_live(address) as connection:
        for n in range(3000):  # far more than a person can click
            connection.send(pack({"type": "set", "name": "noise", "value": n / 2000}))
        assert first_frame(connection)["type"] == "frame"
