"""A published file, found or downloaded: in the data folder, in the cache, at its addresses.

- `GRADATIM_DATA` names a folder that already holds files as `<set>/<file>`; it is only read.
- `GRADATIM_CACHE` names the folder for downloads (default: the system's cache folder).

Whatever is used was compared with the published checksum. A stamp in the cache (path, size, time of
change) spares the next start from reading 100 MB again; who changes a file changes its stamp.
"""

import contextlib
import hashlib
import json
import os
import tarfile
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)

from gradatim.data.catalog import SOURCES, PublishedFile
from gradatim.errors import UserError, nearest
from gradatim.files import move_into_place, write_atomically
from gradatim.typed import parse_json

ROUNDS = 2  # how often the list of addresses is tried before giving up
PAUSE = 1.0  # seconds between two rounds
TIMEOUT = 30  # seconds without an answer after which an address counts as dead
UNREADABLE = (OSError, EOFError, zlib.error, tarfile.TarError, zipfile.BadZipFile, ValueError)


def cache_folder() -> Path:
    """Give the folder that downloads go to: `GRADATIM_CACHE`, or the system's cache folder."""
    if folder := os.environ.get("GRADATIM_CACHE"):
        return Path(folder).expanduser().absolute()
    return Path(_pooch().os_cache("gradatim"))


def _pooch() -> ModuleType:
    import pooch  # slow to import, and only a download and this default need it

    return pooch


def fetch(name: str, file: str) -> Path:
    """Find a published file, or download it; what is returned has the published checksum.

    Args:
        name: of the data set, a key of `SOURCES`.
        file: its name there.

    Raises:
        UserError: unknown name; a file that is not the published one; no address answered. The
            message says the address, the checksum and where to put the file by hand.
    """
    published = _published(name, file)
    path = local_copy(name, file)
    if path is None:
        return _download(name, file, published)
    fault = _fault(path, published)
    if not fault:
        return path
    if path.is_relative_to(cache_folder()):  # our own folder: a new download may replace it
        return _download(name, file, published)
    by_hand = f" Download it from {published.addresses[0]}." if published.addresses else ""
    raise UserError(f"{path} is not the published file: {fault}. Replace or remove it.{by_hand}")


def local_copy(name: str, file: str) -> Path | None:
    """Give where a published file lies on this machine, unchecked; None if it is not here.

    Raises:
        UserError: unknown name, or `GRADATIM_DATA` is not a folder.
    """
    published = _published(name, file)
    for folder in _folders():
        for alias in (file, *published.aliases):
            if (folder / name / alias).is_file():
                return folder / name / alias
    return None


def digest(path: Path, published: PublishedFile) -> str:
    """Compute the checksum of a file in the published one's way, `algorithm:hexadecimal`.

    Raises:
        OSError, EOFError, zlib.error, tarfile.TarError, zipfile.BadZipFile: unreadable.
    """
    algorithm = published.checksum.partition(":")[0]
    if algorithm == "contents":
        lines = (
            (member, f"{hashlib.sha256(data).hexdigest()}  {member}\n")
            for member, data in _members(path)
            if member.endswith(published.members)
        )
        text = "".join(line for _, line in sorted(lines))  # packers differ in the order
        return f"contents:{hashlib.sha256(text.encode()).hexdigest()}"
    with path.open("rb") as stream:
        return f"{algorithm}:{hashlib.file_digest(stream, algorithm).hexdigest()}"


def _published(name: str, file: str) -> PublishedFile:
    if name not in SOURCES:
        raise UserError(f"no data set is called {name!r}; {nearest(name, SOURCES)}")
    files = SOURCES[name].files
    if file not in files:
        raise UserError(f"{name} has no file {file!r}; {nearest(file, files)}")
    return files[file]


def _folders() -> Iterator[Path]:
    if folder := os.environ.get("GRADATIM_DATA"):
        if not Path(folder).expanduser().is_dir():
            raise UserError(
                f"GRADATIM_DATA is {folder!r}, which is not a folder: correct or unset it."
            )
        yield Path(folder).expanduser().absolute()
    yield cache_folder()


def _members(path: Path) -> Iterator[tuple[str, bytes]]:
    """Give base name and bytes of every file in a zip or tar archive, without unpacking it."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                if not entry.is_dir():
                    yield entry.filename.rsplit("/", 1)[-1], archive.read(entry)
        return
    with tarfile.open(path) as archive:
        for member in archive:
            stream = archive.extractfile(member)
            if stream is not None:
                yield member.name.rsplit("/", 1)[-1], stream.read()


def _fault(path: Path, published: PublishedFile) -> str:
    """Say why a file is not the published one; nothing if it is, or if its stamp says so."""
    status = path.stat()
    stamp = {
        "path": str(path),
        "size": status.st_size,
        "changed": status.st_mtime_ns,
        "checksum": published.checksum,
    }
    key = hashlib.sha256(str(path).encode()).hexdigest()[:16]
    stamp_path = cache_folder() / "verified" / f"{key}.json"
    try:
        if parse_json(stamp_path.read_bytes()) == stamp:
            return ""
    except (OSError, ValueError):
        pass  # never checked, or the stamp is unreadable: check now
    fault = _difference(path, published)
    if not fault:
        # A cache that cannot be written costs time at the next start, nothing else.
        with contextlib.suppress(OSError):
            write_atomically(stamp_path, json.dumps(stamp))
    return fault


def _difference(path: Path, published: PublishedFile) -> str:
    size = path.stat().st_size
    if published.size and size != published.size:
        return f"it has {size:,} of {published.size:,} bytes{_true_name(path, published)}"
    try:
        found = digest(path, published)
    except UNREADABLE as error:
        return f"it cannot be read ({error}); expected {published.checksum}"
    if found != published.checksum:
        other = _true_name(path, published)
        return f"its checksum is {found}, expected {published.checksum}{other}"
    return ""


def _true_name(path: Path, published: PublishedFile) -> str:
    """Name the published file that this one really is: two were swapped, most likely."""
    size = path.stat().st_size
    for name, source in SOURCES.items():
        for file, other in source.files.items():
            if other is published or other.size != size:
                continue
            if digest(path, other) == other.checksum:
                return f" (it is {name}/{file})"
    return ""


class _Bar:
    """What Pooch asks of a progress bar, drawn by rich."""

    def __init__(self, progress: Progress, name: str) -> None:
        self.progress, self.task = progress, progress.add_task(name)
        self.total = 0

    def update(self, n: int) -> None:
        self.progress.update(self.task, advance=n, total=self.total or None)

    def reset(self) -> None:
        self.progress.reset(self.task)

    def close(self) -> None:
        self.progress.stop()


def _download(name: str, file: str, published: PublishedFile) -> Path:
    """Try the addresses in turn, twice; a mirror with a wrong file is not asked again."""
    target = cache_folder() / name / file
    places = f"put it at {target}, or at {name}/{file} in the folder that GRADATIM_DATA names"
    if not published.addresses:
        raise UserError(
            f"{name}/{file} is not on this machine and cannot be downloaded: {places} "
            f"({published.checksum})."
        )
    reasons: dict[str, str] = {}
    addresses = list(published.addresses)
    for round_ in range(ROUNDS):
        if round_:
            time.sleep(PAUSE)
        for address in list(addresses):
            reason, final = _download_from(address, target, published)
            if not reason:
                return target
            reasons[address] = reason
            if final:
                addresses.remove(address)
        if not addresses:
            break
    tried = "; ".join(f"{address}: {reason}" for address, reason in reasons.items())
    raise UserError(
        f"{name}/{file} could not be downloaded ({tried}). Get it by hand from "
        f"{published.addresses[-1]} and {places}; its checksum is {published.checksum}."
    )


def _download_from(address: str, target: Path, published: PublishedFile) -> tuple[str, bool]:
    """Download to a temporary file, check it, move it into place.

    Returns:
        Why it failed ("" if it did not), and whether asking again would be useless.
    """
    import requests  # slow to import, and only a download needs it

    with tempfile.TemporaryDirectory(prefix="download-", dir=_made(target.parent)) as folder:
        part = Path(folder) / target.name
        try:
            with _progress() as progress:
                bar = _Bar(progress, target.name)
                _pooch().HTTPDownloader(progressbar=bar, timeout=TIMEOUT)(address, str(part), None)
        except requests.HTTPError as error:
            code = error.response.status_code if error.response is not None else 0
            return f"answered {code}", code < 500
        except requests.ConnectionError:
            return "no connection", False
        except requests.RequestException as error:
            return str(error) or type(error).__name__, False
        except OSError as error:  # a full disk, say: no other address would help
            raise UserError(
                f"{target} cannot be written ({error.strerror}): make room, or "
                f"set GRADATIM_CACHE to another folder."
            ) from error
        if fault := _difference(part, published):
            half = part.stat().st_size < published.size
            return f"not the published file, {fault}", not half
        move_into_place(part, target)
    return "", True


def _progress() -> Progress:
    """A progress bar on the terminal; none where the output goes to a file."""
    console = Console(emoji=False, stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            f"the download folder {folder} cannot be made ({error.strerror}): set GRADATIM_CACHE "
            f"to a folder that can be written."
        ) from error
    return folder
