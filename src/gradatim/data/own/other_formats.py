"""Files in formats that are not read here, and what makes them readable."""

import warnings
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from gradatim.data.own.folder_layout import all_files

NOT_MEANT: tuple[str, ...] = (
    ".txt",
    ".md",
    ".csv",
    ".json",
    ".jsonl",
    ".xml",
    ".yaml",
    ".yml",
    ".html",
    ".pdf",
)
NOT_MEANT += (".zip",)
# How JPEG, PNG, GIF, TIFF, WebP and WAV, FLAC, MP3 begin.
SIGNATURES = (
    *(b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"II*\0", b"MM\0*", b"RIFF"),
    *(b"fLaC", b"ID3"),
)
SHOWN = 8  # endings in a message
REMEDIES = (
    (
        (".heic", ".heif", ".avif", ".svg", ".psd", ".dng", ".cr2", ".nef", ".arw", ".eps"),
        "Convert them to JPEG or PNG to have them in.",
    ),
    ((".mp4", ".mov", ".avi", ".mkv", ".webm"), "Of films, save single images."),
    (
        (".mp3", ".m4a", ".ogg", ".opus", ".aac", ".wma", ".aif", ".aiff", ".amr"),
        "Convert sounds to WAV, as `ffmpeg -i in.mp3 out.wav` does.",
    ),
    ((".xlsx", ".xls", ".xlsm", ".ods", ".numbers"), "Save the sheet as CSV."),
    (
        (".parquet", ".arrow", ".feather", ".json", ".jsonl", ".sav", ".dta", ".sqlite", ".db"),
        "Write tables as CSV.",
    ),
    ((".doc", ".docx", ".odt", ".rtf", ".pdf"), "Save texts as .txt."),
    (
        (".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar"),
        "Unpack archives, and give the folder.",
    ),
    (("",), "Give those without an ending theirs, such as .jpg."),
)


def remedy(endings: Iterable[str]) -> str:
    """What makes files with these endings readable, a sentence per kind; "" where none is known."""
    given = set(endings)
    return " ".join(said for known, said in REMEDIES if given & set(known))


def listed(count: Counter[str]) -> str:
    """Name how many files have which ending."""
    return ", ".join(f"{n:,} {e or 'without an ending'}" for e, n in count.most_common(SHOWN))


def what_lies_in(folder: Path) -> str:
    """What a folder without anything readable holds, and what to do with it, to end a message."""
    count = Counter(file.suffix.lower() for file in all_files(folder))
    if not count:
        return "it is empty, but for hidden files perhaps."
    return f"it holds {listed(count)}. {remedy(count)}".strip()


def left_out(folder: Path, endings: Sequence[str]) -> str:
    """Say which files of a folder are in other formats than these; "" if none is."""
    files = [f for f in all_files(folder) if f.suffix.lower() not in (*endings, *NOT_MEANT)]
    # Of those without an ending a README is no loss, and an image is one.
    count = Counter(file.suffix.lower() for file in files if file.suffix or _is_data(file))
    if not count:
        return ""
    said = f"files of {folder} in other formats are left out: {listed(count)}."
    return f"{said} {remedy(count)}".strip()


def _is_data(file: Path) -> bool:
    """Tell by how a file begins whether it is an image or a sound."""
    try:
        with file.open("rb") as opened:
            start = opened.read(12)
    except OSError:
        return False
    return start.startswith(SIGNATURES) or start[4:8] == b"ftyp"


def tell_left_out(folder: Path, endings: Sequence[str]) -> None:
    """Warn of the files of a folder that are in another format than these."""
    said = left_out(folder, endings)
    if said:
        warnings.warn(said, stacklevel=3)
