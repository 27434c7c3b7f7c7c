"""The visitor's own files: tables and images, read with bounds and refused in clear sentences."""

import codecs
import csv
import io
import math
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from gradatim.data.own.folder_layout import FORMATS
from gradatim.data.own.image_files import eight_bits
from gradatim.errors import UserError

MAX_BYTES = 8_000_000
MAX_POINTS = 400  # kept of a longer table, evenly spread over its rows
MAX_PIXELS = 40_000_000
LARGE = 512  # pixels of the longer side that are kept: a view shows no more
OF_A_RUN = (".json", ".safetensors", ".txt")  # the kinds of file that a run is opened from
HELP = "two columns of numbers and then one of classes"
COUNTERS = ("", "id", "index", "row", "unnamed: 0")  # headings of a column that counts the rows


def read_points(content: bytes) -> tuple[np.ndarray, np.ndarray, str]:
    """Read labeled points of the plane from a CSV file: two columns of numbers, the class last.

    Args:
        content: the file; with or without a heading line, separated by comma, semicolon or tab,
            with decimal point or comma. Of more columns the first two of numbers are taken, of
            more classes the first one against the others.

    Returns:
        Points (N, 2) scaled into [-5, 5], labels (N,) of 0 and 1, and a sentence on what was kept.

    Raises:
        UserError: text where numbers belong, fewer than two classes, or too large a file.
    """
    rows = _rows(content)
    heading = rows.pop(0) if rows and not _numbers_in(rows[0]) else []
    if len(rows) < 2:
        raise UserError(f"The table has {len(rows)} rows; at least 2 are needed: {HELP}.")
    kept = [rows[i] for i in _spread(len(rows))]  # before parsing, which a long table would slow
    width = len(heading or kept[0])
    for number, row in enumerate(kept, 1):
        if len(row) < 3 or len(row) != width:
            raise UserError(f"Row {number} has {len(row)} columns; a table needs {HELP}.")
    across, up = _coordinates(heading, kept)
    points, names, missing = [], [], 0
    for number, row in enumerate(kept, 1):
        cells = [_as_number(row[column]) for column in (across, up)]
        for column, cell in zip((across, up), cells, strict=True):
            if cell is None and row[column].strip():
                bad = row[column][:30]
                raise UserError(f"Row {number} has the text {bad!r} where a number belongs.")
        if None in cells or not all(map(math.isfinite, cells)) or not row[-1].strip():  # type: ignore[arg-type]
            missing += 1
            continue
        points.append(cells)
        names.append(row[-1].strip())
    classes = sorted(set(names))
    if len(classes) < 2:
        found = ", ".join(name[:30] for name in classes) or "none"
        raise UserError(f"The last column has one class only ({found}); it needs two.")
    first = classes[0] if len(classes) > 2 else classes[1]  # of two, the second is "+"
    note = f"{len(points)} of {len(rows)} rows are shown"
    note += f"; {missing} with missing or infinite cells were left out." if missing else "."
    if heading:
        note += f" Across: {heading[across][:30]}, up: {heading[up][:30]}."
    if len(classes) > 2:
        note += f" Of {len(classes)} classes, {first[:30]} is told from the others."
    return _into_plane(np.array(points)), np.array([int(name == first) for name in names]), note


def read_text(content: bytes) -> str:
    """Decode a text as the systems of the world write it: UTF-8, UTF-16, or Windows' own.

    Raises:
        UserError: it is not text.
    """
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        with suppress(UnicodeDecodeError):
            text = content.decode(encoding)
            if "\0" not in text:  # no text has it, most other files do
                return text
    raise UserError("The file is not a text file.")


@contextmanager
def folder_of(name: Any, names: Any, contents: list[bytes]) -> Iterator[Path]:
    """Give the folder of a run that came as its files, as long as it is read.

    Args:
        name: of the folder.
        names: of its files; those of a kind that a run has not are left out.
        contents: of the files.

    Raises:
        UserError: no files.
    """
    if not isinstance(names, list) or len(names) != len(contents) or not contents:
        raise UserError("The folder is empty. Choose the folder of a run.")
    with tempfile.TemporaryDirectory(prefix="gradatim-run-") as place:
        folder = Path(place) / (_last_part(name) or "run")
        folder.mkdir()
        for file, content in zip(names, contents, strict=True):
            if Path(_last_part(file)).suffix in OF_A_RUN:
                (folder / _last_part(file)).write_bytes(content)
        try:
            yield folder
        except UserError as error:  # the place is ours, and gone at once
            raise UserError(str(error).replace(f"{place}{os.sep}", "")) from None


def _last_part(path: Any) -> str:
    """The last part of a path that a browser told, which may be of any system and hostile."""
    return re.sub(r"[^\w. ()-]", "_", str(path).replace("\\", "/").rpartition("/")[2])[:80].strip(
        "."
    )


def _rows(content: bytes) -> list[list[str]]:
    if len(content) > MAX_BYTES:
        raise UserError(_too_large("The table", len(content)))
    try:
        text = read_text(content)
    except UserError:
        raise UserError(f"The file is not a text file; a table needs {HELP}.") from None
    separator = max(",;\t", key=text[:2000].count)
    if text.partition("\n")[0].count(";") >= 2:  # then a comma may be a decimal one
        separator = ";"
    lines = io.StringIO(text, newline=None)  # the line ends of every system
    try:
        return [row for row in csv.reader(lines, delimiter=separator) if any(row)]
    except csv.Error as error:
        raise UserError(f"The table cannot be read ({error}); it needs {HELP}.") from None


def _numbers_in(row: list[str]) -> int:
    return sum(_as_number(cell) is not None for cell in row[:-1])


def _coordinates(heading: list[str], rows: list[list[str]]) -> tuple[int, int]:
    """Choose the first two columns of numbers; one that only counts the rows is passed over."""
    columns = range(len(rows[0]) - 1)
    numeric = [k for k in columns if any(_as_number(row[k]) is not None for row in rows)]
    if heading:
        numeric = [k for k in numeric if heading[k].strip().lower() not in COUNTERS] or numeric
    return tuple(numeric[:2]) if len(numeric) > 1 else (0, 1)  # type: ignore[return-value]


def fit_points(points: Any, labels: Any) -> tuple[np.ndarray, np.ndarray]:
    """Fit arrays that somebody passes in Python as `data=(points, labels)`.

    Args:
        points: (N, 2) finite numbers.
        labels: (N,) of two different values.

    Returns:
        At most `MAX_POINTS` points, scaled into [-5, 5], and labels of 0 and 1.

    Raises:
        UserError: other shapes, numbers that are not finite, other than two classes.
    """
    array, names = np.asarray(points), np.asarray(labels)
    if array.ndim != 2 or array.shape[1] != 2 or array.dtype.kind not in "iufb":
        raise UserError(f"points have shape {array.shape}; give (N, 2) numbers.")
    if names.shape != array.shape[:1]:
        raise UserError(f"labels have shape {names.shape}; give one for each of {len(array)}.")
    if not np.isfinite(array).all():
        raise UserError("points have missing or infinite numbers; leave them out first.")
    classes = np.unique(names)
    if len(classes) != 2:
        raise UserError(f"labels have {len(classes)} different values; two are needed.")
    kept = _spread(len(array))
    return _into_plane(array[kept].astype(np.float64)), (names[kept] == classes[1]).astype(int)


def _spread(n: int) -> np.ndarray:
    """At most `MAX_POINTS` of n rows, evenly spread; a fixed stride could miss one of two classes
    that stand in turn."""
    return np.linspace(0, n - 1, min(n, MAX_POINTS)).astype(int)


def _into_plane(points: np.ndarray) -> np.ndarray:
    """Scale points (N, 2) into [-5, 5], each axis by itself: grams and metres both fill it."""
    points = points / np.maximum(1.0, np.abs(points).max(0))  # huge numbers must not overflow
    low, high = points.min(0), points.max(0)
    return (points - (low + high) / 2) / (np.maximum(high - low, 1e-12) / 9)


def open_image(content: bytes, size: int = LARGE) -> Image.Image:
    """Read an image, upright, its longer side at most `LARGE` pixels.

    Args:
        content: the file (PNG, JPEG, WebP, GIF, BMP).
        size: width and height that will be enough.

    Returns:
        red, green and blue; what is transparent becomes white.

    Raises:
        UserError: not an image, or one too small or too large.
    """
    if len(content) > MAX_BYTES:
        raise UserError(_too_large("The image", len(content)))
    try:
        # Reads the header; pixels are decoded below.
        opened = Image.open(io.BytesIO(content), formats=FORMATS)
        width, height = opened.size
        if min(width, height) < 8:
            raise UserError(f"The image has {width} x {height} pixels; at least 8 x 8 are needed.")
        if width * height > MAX_PIXELS:
            raise UserError(
                f"The image has {width} x {height} pixels; at most 40 million are taken, "
                "make it smaller first."
            )
        opened.draft("RGB", (2 * size, 2 * size))  # a JPEG decodes to about this size at once
        deep = opened.mode.startswith(("I", "F"))  # 16 bits and more: Pillow would clip, not scale
        whole = eight_bits(ImageOps.exif_transpose(opened)) if deep else opened
        image = whole.convert("RGBA")  # palettes and transparency become one form
        image.thumbnail((LARGE, LARGE), Image.Resampling.BOX)
        image = ImageOps.exif_transpose(image)  # a telephone writes which side was up
    except UnidentifiedImageError:
        raise UserError("The file is not an image that can be read; use PNG or JPEG.") from None
    except UserError:
        raise
    except Image.DecompressionBombError:
        raise UserError("The image has too many pixels; make it smaller first.") from None
    except Exception:  # of a damaged file: each decoder raises classes of its own
        raise UserError("The image is damaged and cannot be read.") from None
    paper = Image.new("RGBA", image.size, "white")  # otherwise transparent would mean black
    paper.alpha_composite(image)
    return paper.convert("RGB")


def read_image(content: bytes, size: int, gray: bool = True) -> np.ndarray:
    """Read an image and fit its middle square into size x size pixels.

    Args:
        content, size: see `open_image`.
        gray: one channel rather than three.

    Returns:
        (size, size) or (size, size, 3), float32 of 0..1.

    Raises:
        UserError: not an image, or one too small or too large.
    """
    image = open_image(content, size)
    side = min(image.size)
    left, top = (image.width - side) // 2, (image.height - side) // 2
    image = image.resize(
        (size, size), Image.Resampling.BOX, box=(left, top, left + side, top + side)
    )
    return np.asarray(image.convert("L" if gray else "RGB"), dtype=np.float32) / 255


def fit_image(image: np.ndarray, size: int, gray: bool = True) -> np.ndarray:
    """Fit an array that somebody passes in Python as `image=` into size x size pixels.

    Args:
        image: (H, W), (H, W, C) or (C, H, W); bytes of 0..255 or numbers of 0..1.
        size: width and height wanted, pixels.
        gray: one channel, the mean of the colors, rather than three.

    Returns:
        (size, size) or (size, size, 3), float32 of 0..1.

    Raises:
        UserError: another shape, or numbers that are not finite.
    """
    array = np.asarray(image)
    # Channels first, as torch has them, unless the last axis may be the channels as well.
    if array.ndim == 3 and array.shape[0] in (1, 3, 4) and array.shape[2] not in (1, 3, 4):
        array = array.transpose(1, 2, 0)
    if array.ndim not in (2, 3) or min(array.shape[:2]) < 2:
        raise UserError(f"image has shape {array.shape}; give (H, W), (H, W, C) or (C, H, W).")
    if array.dtype.kind not in "iufb":
        raise UserError("image must hold numbers.")
    pixels = np.atleast_3d(array.astype(np.float64))[..., :3]  # (H, W, C)
    if not np.isfinite(pixels).all():
        raise UserError("image has missing or infinite numbers; replace them first.")
    if array.dtype == np.uint8 or pixels.max() > 1.5:  # numbers of 0..1 may overshoot a little
        pixels = pixels / 255
    if gray or pixels.shape[2] != 3:
        pixels = pixels.mean(-1, keepdims=True)
    side = min(pixels.shape[:2])
    top, left = (pixels.shape[0] - side) // 2, (pixels.shape[1] - side) // 2
    square = pixels[top : top + side, left : left + side].astype(np.float32)
    fitted = [
        np.asarray(Image.fromarray(part).resize((size, size), Image.Resampling.BOX)).clip(0, 1)
        for part in np.ascontiguousarray(square.transpose(2, 0, 1))
    ]
    return fitted[0] if gray else np.stack(fitted * (3 // len(fitted)), -1)


def _too_large(what: str, size: int) -> str:
    return f"{what} has {size / 1e6:.0f} MB; at most {MAX_BYTES / 1e6:.0f} MB are taken."


def _as_number(cell: str) -> float | None:
    try:
        return float(cell.replace(",", "."))  # half of the world writes a decimal comma
    except ValueError:
        return None
