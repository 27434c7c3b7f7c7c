"""The learner's file as the page edits it, while another editor may write it as well.

The file on disk is the truth. Every version has a mark; a text is stored only over the version
that its writer has seen, and where two versions meet, the one that gives way is saved beside it.
"""

import hashlib
import os
import tokenize
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from gradatim.errors import UserError
from gradatim.files import write_atomically
from gradatim.labs.grading.learner_source import read_source
from gradatim.labs.learner_file import MAX_SOURCE, read_learner_file, too_large
from gradatim.labs.workspace import dated_name

GONE = "gone"
UNREADABLE = "unreadable"


@dataclass(frozen=True)
class Version:
    """What is on the disk at one moment."""

    mark: str  # changes with every change of the bytes; GONE where there is no file
    text: str = ""
    problem: str = ""  # why it cannot be edited as it is: encoding, size, no permission, no file


class ChangedError(Exception):
    """The file is no longer the version that the writer had seen."""

    def __init__(self, now: Version) -> None:
        """Carry what is on the disk now."""
        super().__init__("the file changed on disk")
        self.now = now


def read_version(path: Path, language: str) -> Version:
    """Read the file as text with plain line ends; a file that is not UTF-8 says so in `problem`."""
    try:
        source = read_learner_file(path, language)
    except FileNotFoundError:
        return Version(GONE)
    except OSError as error:
        return Version(UNREADABLE, problem=f"{path}: {error.strerror}.")
    except UserError as error:
        return Version(UNREADABLE, problem=str(error))
    text, problem = read_source(source, language)
    if problem is not None:
        return Version(_mark(source), _guess(source), problem["sentence"])
    return Version(_mark(source), text)


def write_version(path: Path, text: str, known: str, language: str) -> Version:
    """Write a text over the version whose mark is `known`, atomically.

    Line ends, a byte order mark and a declared encoding stay as they are in the file.

    Raises:
        ChangedError: another version is there now; nothing was written.
        UserError: what is there cannot be read, the text is too large, or it does not fit the
            encoding that the file declares.
    """
    now = read_version(path, language)
    if now.mark != known:
        raise ChangedError(now)
    if now.mark == UNREADABLE:
        raise UserError(now.problem)
    if now.text == text and known != GONE and not now.problem:
        return now
    before = path.read_bytes() if path.exists() and not now.problem else b""
    content = _encode(text, before, language)

    def look_again() -> None:
        latest = read_version(path, language)
        if latest.mark != known:
            raise ChangedError(latest)

    write_atomically(path, content, before_replacing=look_again)
    return Version(_mark(content), text)


def save_beside(path: Path, text: str | None = None) -> Path | None:
    """Save a text, or what the file holds now, beside the file; gives the dated copy's path."""
    content = text.encode() if text is not None else path.read_bytes() if path.exists() else None
    if content is None:
        return None
    copy = dated_name(path)
    write_atomically(copy, content)
    return copy


def move_beside(path: Path) -> Path:
    """Give what lies at a path (a folder and a link, too) a dated name beside it, and return it."""
    moved = dated_name(path)
    os.replace(path, moved)
    return moved


def _mark(source: bytes) -> str:
    return hashlib.sha256(source).hexdigest()[:16]


def _encode(text: str, before: bytes, language: str) -> bytes:
    """The bytes of a text in the encoding and with the line ends of the bytes before."""
    size = len(text.encode(errors="replace"))
    if size > MAX_SOURCE:
        raise UserError(too_large(size, language))
    encoding, _ = tokenize.detect_encoding(BytesIO(before).readline)
    if b"\r\n" in before:
        text = text.replace("\n", "\r\n")
    try:
        declared, _ = tokenize.detect_encoding(BytesIO(text.encode()).readline)
        return text.encode("utf-8-sig" if encoding == "utf-8-sig" else declared)
    except (SyntaxError, UnicodeEncodeError):
        raise UserError(
            "The first lines declare an encoding that cannot hold this text: remove that comment."
        ) from None


def _guess(source: bytes) -> str:
    """A readable text of bytes that are not UTF-8, to be stored as UTF-8 if the learner wishes."""
    wide = source[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in source[:200]
    text = source.decode("utf-16" if wide else "cp1252", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")
