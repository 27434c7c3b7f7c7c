"""A warm process for the checker: it has imported torch, and forks one child per check.

Importing torch costs one to two seconds of CPU, ten times what a check costs. The first check
starts this server, the next ones connect to its socket in a private folder (remote_call.py), and
it ends by itself after ten quiet minutes. It runs no learner's code: each check is a fork, watched
by another fork. Only Linux uses it: forking is unsafe under macOS's system libraries, and Windows
has no fork.
"""

import contextlib
import gc
import json
import os
import select
import socket
import sys
from pathlib import Path

import torch

from gradatim.labs.sandbox.child import answer_request, preload
from gradatim.labs.sandbox.request import Request
from gradatim.labs.sandbox.watchdog import remove_scratch
from gradatim.process_tree import become_reaper, end_descendants

if sys.platform == "linux":
    import fcntl

IDLE = 600.0  # seconds without a check, before the server ends
TICK = 0.5  # seconds between two looks at the watchdogs
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
    become_reaper()
    watchdogs: set[int] = set()
    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(path))
        listener.listen(16)
        listener.settimeout(TICK)
        quiet, warm = 0.0, False  # seconds without a check; whether slow imports are done
        while quiet < idle:
            _end_orphans(watchdogs)
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                quiet += TICK
                if quiet > QUIET and not warm:
                    preload(["optimizer"])
                    gc.freeze()  # a fork's collector would copy every page of torch's objects
                    warm = True
                continue
            quiet = 0.0
            with connection:
                watchdogs |= _answer(listener, connection)
    path.unlink(missing_ok=True)


def _answer(listener: socket.socket, connection: socket.socket) -> set[int]:
    """Let a fork answer one request; gives its process id."""
    connection.settimeout(PATIENCE)
    try:
        with connection.makefile("r", encoding="utf-8") as channel:
            request = Request.from_line(channel.readline())
    except (OSError, ValueError, TypeError):
        return set()  # a connection that only asks whether somebody listens, or a foreign one
    preload(request.needs)  # here, so that every later fork has it too
    pid = os.fork()
    if pid == 0:
        try:
            listener.close()
            connection.settimeout(None)
            answer = answer_request(request, lambda: _hung_up(connection))
            connection.sendall(json.dumps(answer).encode() + b"\n")
        finally:
            os._exit(0)  # without the cleaning up that belongs to the server
    return {pid}


def _hung_up(connection: socket.socket) -> bool:
    """Whether the other side has closed the connection (Ctrl-C, a page that is gone)."""
    readable, _, _ = select.select([connection], [], [], 0)
    return bool(readable) and not connection.recv(1, socket.MSG_PEEK)


def _end_orphans(watchdogs: set[int]) -> None:
    """Forget watchdogs that have ended; where one was killed, end what it watched."""
    with contextlib.suppress(ChildProcessError):
        while True:
            pid, status = os.waitpid(-1, os.WNOHANG)
            if not pid:
                break
            if pid in watchdogs:
                watchdogs.remove(pid)
                if os.WIFSIGNALED(status):
                    end_descendants(spared=watchdogs)
                    remove_scratch(pid)


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
