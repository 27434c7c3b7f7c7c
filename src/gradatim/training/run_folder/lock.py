"""One process trains a run: a lock file names it, and a process that ended holds no lock."""

import contextlib
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
from filelock import FileLock

from gradatim.errors import UserError
from gradatim.files import write_json
from gradatim.typed import parse_json


@contextlib.contextmanager
def lock(folder: Path) -> Iterator[None]:
    """Hold a run folder while it is trained; of several processes of one training, the first does.

    Raises:
        UserError: another process trains it.
    """
    if os.environ.get("RANK", "0") != "0":
        yield
        return
    file = folder / "state" / "lock.json"
    me = {"process": os.getpid(), "started": _start(os.getpid()), "host": socket.gethostname()}
    file.parent.mkdir(exist_ok=True)
    # Looking and taking must be one step: two that saw the lock of a dead process would both take
    # it. This guard belongs to the operating system, and is held for that step only.
    with FileLock(file.with_name("guard"), timeout=10):
        holder = _read(file)
        if holder is not None and holder != me and _lives(holder):
            raise UserError(
                f"{folder} is being trained by process {holder['process']} on {holder['host']}: "
                "wait until it ends, or stop it. (If no such process runs there, remove "
                f"{file}.)"
            )
        # Read by the page as well, which shows who trains a run.
        write_json(file, me)
    try:
        yield
    finally:
        if _read(file) == me:
            file.unlink(missing_ok=True)


def trained_by(folder: Path) -> int | None:
    """The process of this computer that trains a run now; None where none does."""
    held = _read(folder / "state" / "lock.json")
    here = held is not None and held["host"] == socket.gethostname()
    return held["process"] if held is not None and here and _lives(held) else None


def _read(file: Path) -> dict[str, Any] | None:
    try:
        value = parse_json(file.read_bytes())
    except (OSError, ValueError):
        return None
    known = isinstance(value, dict) and {"process", "started", "host"} <= value.keys()
    return value if known and isinstance(value["process"], int) else None


def _lives(holder: dict[str, Any]) -> bool:
    if holder["host"] != socket.gethostname():
        return True  # a shared folder: only that machine could tell
    return _start(holder["process"]) == holder["started"]  # numbers of processes are used again


def _start(process: int) -> float | None:
    try:
        return round(psutil.Process(process).create_time(), 1)
    except (psutil.Error, ValueError, OverflowError):
        return None
