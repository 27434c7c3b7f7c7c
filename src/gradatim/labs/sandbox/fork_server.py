"""A warm process for the checker: it has imported torch, and forks one child a check.

Importing torch costs one to two seconds of CPU, ten times what a check costs. The first check
starts this server, the next ones connect to its socket in a private folder, and it ends by itself
after ten quiet minutes. It runs no learner's code: each check is a fork, watched by another fork.
Only Linux uses it: forking is unsafe under macOS's system libraries, and Windows has no fork.
"""

import contextlib
import hashlib
import json
import os
import select
import socket
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from gradatim.labs.sandbox.child import prepare
from gradatim.labs.sandbox.watchdog import run_forked

IDLE = 600.0  # seconds
QUIET = 2.0  # seconds without a check, before slower imports
START = 120.0  # seconds that a first import of torch may take on a slow disk


def available() -> bool:
    """Whether this system can use the server."""
    return sys.platform == "linux"


def address() -> Path:
    """The socket; its name changes with Python and with our code, so that an upgrade starts afresh.

    Raises:
        PermissionError: somebody else owns the folder.
    """
    folder = Path(tempfile.gettempdir()) / f"gradatim-lab-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    status = folder.lstat()
    if status.st_uid != os.getuid() or not stat.S_ISDIR(status.st_mode):
        raise PermissionError(f"{folder} belongs to somebody else")
    folder.chmod(0o700)
    here = Path(__file__).parents[1]
    changed = max(path.stat().st_mtime_ns for path in here.glob("*/*.py"))
    key = hashlib.sha256(f"{sys.executable} {here} {changed}".encode()).hexdigest()[:12]
    return folder / f"{key}.socket"


def ask(request: dict[str, Any]) -> dict[str, Any]:
    """Send a request to the server, starting it where there is none.

    Raises:
        OSError: the server does not start or went away.
    """
    path = address()
    try:
        connection = _connect(path)
    except OSError:
        _start(path)
        connection = _wait(path)
    with connection, connection.makefile("rw", encoding="utf-8") as channel:
        channel.write(json.dumps(request) + "\n")
        channel.flush()
        line = channel.readline()
    if not line:
        raise ConnectionError("the checker's server went away")
    return json.loads(line)


def start() -> None:
    """Start the server, where it does not run yet, so that the first check is a quick one."""
    if available():
        with contextlib.suppress(OSError):
            path = address()
            try:
                _connect(path).close()
            except OSError:
                _start(path)


def _connect(path: Path) -> socket.socket:
    connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        connection.connect(str(path))
    except OSError:
        connection.close()
        raise
    return connection


def _start(path: Path) -> None:
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    # Compiled files of torch would be missing for every later start where this is set.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.Popen(
        [sys.executable, "-m", "gradatim.labs.sandbox.fork_server", str(path)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        env=environment,
        cwd="/",
    )


def _wait(path: Path) -> socket.socket:
    end = time.monotonic() + START
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            return _connect(path)
        time.sleep(0.03)
    raise TimeoutError("the checker's server did not start")


def serve(path: Path, idle: float = IDLE) -> None:
    """Answer requests until none came for `idle` seconds."""
    import fcntl

    lock = open(path.with_suffix(".lock"), "w")  # noqa: SIM115
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return  # another server has just started
    import torch

    torch.set_num_threads(1)

    path.unlink(missing_ok=True)
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(path))
        listener.listen(16)
        warmed = False
        while True:
            listener.settimeout(idle if warmed else QUIET)
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                if warmed:
                    break
                prepare({"optimizer": True})
                warmed = True
                continue
            with connection:
                warmed = _answer(listener, connection, warmed)
            _reap()
    path.unlink(missing_ok=True)


def _answer(listener: socket.socket, connection: socket.socket, warmed: bool) -> bool:
    """Let a fork answer one request; true where torch's optimizers are imported by now."""
    connection.settimeout(5.0)
    try:
        with connection.makefile("r", encoding="utf-8") as channel:
            line = channel.readline()
        request = json.loads(line) if line else None
    except (OSError, ValueError):
        return warmed
    if request is None:
        return warmed
    prepare(request)
    warmed = warmed or request["optimizer"]
    if os.fork() == 0:
        try:
            listener.close()
            connection.settimeout(None)
            answer = run_forked(request, lambda: _gone(connection))
            connection.sendall(json.dumps(answer).encode() + b"\n")
        finally:
            os._exit(0)
    return warmed


def _gone(connection: socket.socket) -> bool:
    readable, _, _ = select.select([connection], [], [], 0)
    return bool(readable) and not connection.recv(1, socket.MSG_PEEK)


def _reap() -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
