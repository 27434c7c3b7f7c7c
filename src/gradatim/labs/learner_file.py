"""Read a learner's file, whatever lies in its place: a folder, a device, a pipe, a huge file."""

import os
import stat
from pathlib import Path

from gradatim.errors import UserError
from gradatim.labs.grading.messages import say

MAX_SOURCE = 200_000  # bytes of a file
NONBLOCKING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)  # a pipe is not waited for


def read_learner_file(path: Path, language: str) -> bytes:
    """The bytes of a learner's file, of which at most MAX_SOURCE and one more are read.

    Args:
        path: the file; a link is followed.
        language: "en" or "fr".

    Raises:
        UserError: a folder, device or pipe is in its place, or the file is too large.
        OSError: it is gone, or may not be read.
    """
    status = path.stat()
    if not stat.S_ISREG(status.st_mode):
        kind = "folder" if stat.S_ISDIR(status.st_mode) else "device"
        raise UserError(say(f"is_{kind}", language, path=path))
    with open(os.open(path, os.O_RDONLY | NONBLOCKING), "rb") as file:
        source = file.read(MAX_SOURCE + 1)
    if len(source) > MAX_SOURCE:
        raise UserError(too_large(max(len(source), status.st_size), language))
    return source


def too_large(size: int, language: str) -> str:
    """The sentence for a source of so many bytes."""
    space = " " if language == "fr" else ","
    numbers = {"size": f"{size:,}", "limit": f"{MAX_SOURCE:,}", "usual": f"{10_000:,}"}
    return say(
        "too_large", language, **{key: text.replace(",", space) for key, text in numbers.items()}
    )
