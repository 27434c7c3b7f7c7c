"""Writing files so that a crash leaves the old one or the new one, never half of one."""

import contextlib
import errno
import json
import os
import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from safetensors import SafetensorError


def write_atomically(
    path: Path | str,
    content: str | bytes | Callable[[Path], object],
    *,
    before_replacing: Callable[[], object] = lambda: None,
) -> None:
    """Write a file so that, whatever happens, either the old one or the whole new one is there.

    Args:
        path: the file; its folder is made if needed. Where it is a link, the file that the link
            leads to is written. A file that is replaced hands on its permissions.
        content: a text, written as UTF-8 with its line ends; bytes; or a function that is called
            with a temporary path beside the file and writes there.
        before_replacing: called when the new file is complete; what it raises leaves the old one.

    Raises:
        OSError: the disk is full or read-only.
    """
    path = Path(path).resolve()
    path.parent.mkdir(parents=True, exist_ok=True)
    # Beside the target, because a rename is atomic only inside one file system.
    temporary = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}.part")
    try:
        temporary.touch()
        mode = temporary.stat().st_mode  # which the user's umask decides
        if isinstance(content, str):
            # write_text would turn \n to \r\n on Windows; what UTF-8 has not (bytes of a file name
            # that are not UTF-8, in Python half a surrogate pair) becomes "?".
            temporary.write_bytes(content.encode(errors="replace"))
        elif isinstance(content, bytes):
            temporary.write_bytes(content)
        else:
            content(temporary)
            temporary.chmod(mode)  # safetensors writes a new file that only its owner may read
        before_replacing()
        move_into_place(temporary, path)
    except OSError as error:
        if error.filename == str(temporary):
            error.filename = str(path)  # the name that the user knows
        raise
    except (RuntimeError, SafetensorError) as error:  # what torch and safetensors make of OSError
        full = shutil.disk_usage(path.parent).free < 2**20
        number = errno.ENOSPC if full else errno.EIO
        raise OSError(number, os.strerror(number), str(path)) from error
    finally:
        temporary.unlink(missing_ok=True)


def move_into_place(finished: Path, path: Path) -> None:
    """Let a finished file take the place of another in the same file system, in one step.

    The data is forced to the disk before the name and the name after it: without the first, a
    power cut can leave an empty file under the new name; without the second, the old file.
    """
    # For reading only, Windows refuses to flush (EBADF), hence "r+b".
    with finished.open("r+b") as file:
        os.fsync(file.fileno())
    with contextlib.suppress(OSError):  # nothing to take over, or a file system without modes
        shutil.copymode(path, finished)
    os.replace(finished, path)
    if os.name == "posix":  # Windows cannot open a folder
        with contextlib.suppress(OSError):  # some network file systems cannot flush one
            folder = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)


def write_json(path: Path | str, value: Any) -> None:
    """Write a value as JSON, indented, atomically; what JSON does not know becomes its text."""
    write_atomically(path, json.dumps(value, indent=2, ensure_ascii=False, default=str) + "\n")
