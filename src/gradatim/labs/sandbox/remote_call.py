"""Run a request in a limited child process: a fork of the warm server, or a fresh Python.

This side imports no torch, so that the command line answers at once where a server is running.
"""

import contextlib
import hashlib
import json
import os
import socket
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from gradatim.labs.sandbox.limits import START
from gradatim.labs.sandbox.request import Request
from gradatim.labs.sandbox.watchdog import run_spawned

POLL_INTERVAL = 0.03  # seconds between two tries to reach a server that is starting


def run(request: Request) -> dict[str, Any]:
    """The answer to a request; it comes whatever the learner's code does."""
    if server_possible():
        try:
            return ask_server(request)
        except OSError:
            pass  # no socket can be made here (a read-only or foreign temporary folder)
    found = run_spawned(request)
    if sys.platform == "linux" or not request.sealed:
        return found
    from gradatim.labs.sandbox.recording import judged  # loads torch, which Linux need not do here

    return judged(request, found)


def server_possible() -> bool:
    """Whether this system can use the server (why only Linux: see fork_server.py)."""
    return sys.platform == "linux"


def server_runs() -> bool:
    """Whether a server waits for requests: then a check is a matter of tenths of a second."""
    with contextlib.suppress(OSError):
        if server_possible():
            _connect(server_address()).close()
            return True
    return False


def start_server() -> None:
    """Start the server where it does not run yet, so that the first check is a quick one."""
    if server_possible() and not server_runs():
        with contextlib.suppress(OSError):
            _start(server_address())


def server_address() -> Path:
    """The socket; its name changes with Python and with our code, so that an upgrade starts afresh.

    Raises:
        PermissionError: somebody else owns the folder.
    """
    folder = Path(tempfile.gettempdir()) / f"gradatim-lab-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    # The temporary folder is everybody's: another user may have made this name first.
    status = folder.lstat()
    if status.st_uid != os.getuid() or not stat.S_ISDIR(status.st_mode):
        raise PermissionError(f"{folder} belongs to somebody else")
    folder.chmod(0o700)
    labs = Path(__file__).parents[1]
    code = [*labs.glob("*.py"), *labs.glob("*/*.py")]
    changed = max(path.stat().st_mtime_ns for path in code)
    key = hashlib.sha256(f"{sys.executable} {labs} {changed}".encode()).hexdigest()[:12]
    return folder / f"{key}.socket"


def ask_server(request: Request) -> dict[str, Any]:
    """Send a request to the server, starting it where there is none.

    Raises:
        OSError: the server does not start or went away.
    """
    path = server_address()
    try:
        connection = _connect(path)
    except OSError:
        _start(path)
        connection = _wait(path)
    with connection, connection.makefile("rw", encoding="utf-8") as channel:
        channel.write(request.to_line())
        channel.flush()
        line = channel.readline()
    if not line:
        raise ConnectionError("the checker's server went away")
    return json.loads(line)


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
        time.sleep(POLL_INTERVAL)
    raise TimeoutError("the checker's server did not start")
