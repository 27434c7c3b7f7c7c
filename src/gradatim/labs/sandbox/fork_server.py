"""A warm process for the checker: it has imported torch, and forks one child per check.

Importing torch costs one to two seconds of CPU, ten times what a check costs. The first check
starts this server, the next ones connect to its socket in a private folder (remote_call.py), and
it ends by itself after ten quiet minutes. It runs no learner's code: each check is a fork, watched
by another fork. Only Linux uses it: forking is unsafe under macOS's system libraries, and Windows
has no fork.
"""

import contextlib
import json
import os
import select
import socket
import sys
from pathlib import Path

import torch

from gradatim.labs.sandbox.child import preload, work
from gradatim.labs.sandbox.request import Request
from gradatim.labs.sandbox.watchdog import run_forked

if sys.platform != "win32":
    import fcntl

IDLE = 600.0  # seconds without a check, before the server ends
QUIET = 2.0  # seconds without a check, before slower imports
PATIENCE = 5.0  # seconds to receive a request


def serve(path: Path, idle: float = IDLE) -> None:
    """Answer requests at a socket until none came for `idle` seconds."""
    lock = open(path.with_suffix(".lock"), "w")  # noqa: SIM115 - held as long as the server lives
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return  # another server has just started
    torch.set_num_threads(1)  # a fork does not inherit torch's pool of threads
    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(path))
        listener.listen(16)
        warm = False
        while True:
            listener.settimeout(idle if warm else QUIET)
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                if warm:
                    break
                preload(["optimizer"])
                warm = True
                continue
            with connection:
                _answer(listener, connection)
            _reap()
    path.unlink(missing_ok=True)


def _answer(listener: socket.socket, connection: socket.socket) -> None:
    """Let a fork answer one request."""
    connection.settimeout(PATIENCE)
    try:
        with connection.makefile("r", encoding="utf-8") as channel:
            request = Request.from_line(channel.readline())
    except (OSError, ValueError, TypeError):
        return  # a connection that only asks whether somebody listens, or a foreign one
    preload(request.needs)  # here, so that every later fork has it too
    if os.fork() == 0:
        try:
            listener.close()
            connection.settimeout(None)
            answer = run_forked(work, request, lambda: _hung_up(connection))
            connection.sendall(json.dumps(answer).encode() + b"\n")
        finally:
            os._exit(0)  # without the cleaning up that belongs to the server


def _hung_up(connection: socket.socket) -> bool:
    """Whether the other side has closed the connection (Ctrl-C, a page that is gone)."""
    readable, _, _ = select.select([connection], [], [], 0)
    return bool(readable) and not connection.recv(1, socket.MSG_PEEK)


def _reap() -> None:
    """Take note of forks that have ended, so that they leave the list of processes."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
