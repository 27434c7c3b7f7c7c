"""A zip file of one's own, unpacked once into the cache."""

import hashlib
import os
import shutil
import zipfile
import zlib
from pathlib import Path, PurePosixPath

from gradatim.data.download import cache_folder
from gradatim.data.own.folder_layout import is_hidden
from gradatim.errors import UserError

LARGEST = 20 * 2**30  # bytes that an archive may unpack to


def unpacked(path: Path) -> Path:
    """Give the folder that an archive holds; where it holds one folder, that one.

    Raises:
        UserError: no archive, names that lead out of it, or more than there is room for.
    """
    try:
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        folder = cache_folder() / "own" / digest[:16]
        if not folder.is_dir():
            _unpack(path, folder)
    except (OSError, EOFError, zipfile.BadZipFile, zlib.error, RuntimeError) as error:
        raise UserError(f"{path} cannot be unpacked ({error}): pack it again as a zip.") from error
    inside = [entry for entry in folder.iterdir() if not is_hidden(entry.name)]
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else folder


def _unpack(path: Path, folder: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        members = [m for m in archive.infolist() if not m.is_dir()]
        size = sum(member.file_size for member in members)
        folder.parent.mkdir(parents=True, exist_ok=True)
        room = shutil.disk_usage(folder.parent).free
        if size > min(LARGEST, room):
            raise UserError(
                f"{path} unpacks to {size / 2**30:.1f} GB, and {min(LARGEST, room) / 2**30:.1f} GB "
                "are allowed here: unpack it yourself, and give the folder."
            )
        part = folder.with_name(f"{folder.name}.{os.getpid()}.part")
        shutil.rmtree(part, ignore_errors=True)
        try:
            for member in members:
                steps = PurePosixPath(member.filename.replace("\\", "/")).parts
                if any(step == ".." or step.startswith("/") or ":" in step for step in steps):
                    raise UserError(f"{path} holds {member.filename!r}, which leads out of it.")
                if any(map(is_hidden, steps)):
                    continue
                target = part.joinpath(*steps)
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(member) as source, target.open("wb") as sink:
                    shutil.copyfileobj(source, sink)
            part.mkdir(parents=True, exist_ok=True)
            part.rename(folder)
        finally:
            shutil.rmtree(part, ignore_errors=True)
