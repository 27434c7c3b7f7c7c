"""The warm process: it answers, takes no second one beside it, and ends when nobody asks."""

import json
import multiprocessing
import socket
import sys
import time

import pytest

from gradatim.labs.exercise import exercises, find
from gradatim.labs.sandbox.fork_server import serve
from gradatim.labs.sandbox.request import Request


def asked(path, line: bytes) -> bytes:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
        client.connect(str(path))
        client.sendall(line)
        return client.makefile("rb").readline()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks safely")
def test_one_server_answers_and_ends_when_it_is_quiet(tmp_path):
    path = tmp_path / "socket"
    # A fork of this process has torch already, as every fork of the server has.
    server = multiprocessing.get_context("fork").Process(target=serve, args=(path, 1.0))
    server.start()
    try:
        end = time.monotonic() + 120
        while not path.exists():
            assert time.monotonic() < end
            assert server.is_alive()
            time.sleep(0.05)
        masks = find("02-masks", exercises())
        request = Request(
            exercise=str(masks.path),
            source=masks.solution,
            file="masks.py",
            language="en",
            seconds=20.0,
        )
        assert asked(path, b"no request\n") == b""
        assert json.loads(asked(path, request.to_line().encode()))["status"] == "passed"
        serve(path)  # a second one sees the lock and leaves
        server.join(60)
        assert server.exitcode == 0
        assert not path.exists()
    finally:
        server.kill()
        server.join()
