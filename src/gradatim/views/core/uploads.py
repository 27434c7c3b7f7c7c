"""The visitor's own files: tables and images, read with bounds and refused in clear sentences."""

import csv
import io
import math
from typing import Any

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from gradatim.errors import UserError

MAX_BYTES = 8_000_000
MAX_POINTS = 400  # kept of a longer table, evenly spread over its rows
MAX_PIXELS = 40_000_000
LARGE = 512  # pixels of the longer side that are kept: a view shows no more
HELP = "two columns of numbers and one of classes (two names, or 0 and 1)"


def read_points(content: bytes) -> tuple[np.ndarray, np.ndarray, str]:
    """Read labeled points of the plane from a CSV file: x, y, class.

    Args:
        content: the file; a heading line is skipped, separators may be comma, semicolon or tab.

    Returns:
        Points (N, 2) scaled into [-5, 5], labels (N,) of 0 and 1, and a sentence on what was kept.

    Raises:
        UserError: text where numbers belong, other than two classes, or too large a file.
    """
    if len(content) > MAX_BYTES:
        raise UserError(_too_large("The table", len(content)))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UserError(f"The file is not a text file; a table needs {HELP}.") from None
    separator = max(",;\t", key=text[:2000].count)  # spreadsheets of many countries write ";"
    lines = io.StringIO(text, newline=None)  # the line ends of every system
    try:
        rows = [row for row in csv.reader(lines, delimiter=separator) if any(row)]
    except csv.Error as error:
        raise UserError(f"The table cannot be read ({error}); it needs {HELP}.") from None
    if rows and _as_number(rows[0][0]) is None:  # a heading
        rows = rows[1:]
    if len(rows) < 2:
        raise UserError(f"The table has {len(rows)} rows; at least 2 are needed: {HELP}.")
    kept = [rows[i] for i in _spread(len(rows))]  # before parsing, which a long table would slow
    points, names, missing = [], [], 0
    for number, row in enumerate(kept, 1):
        if len(row) < 3:
            raise UserError(f"Row {number} has {len(row)} columns; a table needs {HELP}.")
        cells = [_as_number(cell) for cell in row[:2]]
        if any(cell.strip() and _as_number(cell) is None for cell in row[:2]):
            bad = next(cell for cell in row[:2] if _as_number(cell) is None)
            raise UserError(f"Row {number} has the text {bad[:30]!r} where a number belongs.")
        if None in cells or not all(map(math.isfinite, cells)) or not row[2].strip():  # type: ignore[arg-type]
            missing += 1
            continue
        points.append(cells)
        names.append(row[2].strip())
    classes = sorted(set(names))
    if len(classes) != 2:
        found = ", ".join(name[:30] for name in classes[:5]) or "none"
        raise UserError(f"The third column has {len(classes)} classes ({found}); it needs two.")
    note = f"{len(points)} of {len(rows)} rows are shown"
    note += f"; {missing} with missing or infinite cells were left out." if missing else "."
    return _into_plane(np.array(points)), np.array([classes.index(name) for name in names]), note


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
    """Scale points (N, 2) into [-5, 5], with the same factor in both directions."""
    points = points / max(1.0, np.abs(points).max())  # huge numbers must not overflow below
    low, high = points.min(0), points.max(0)
    return (points - (low + high) / 2) / (np.maximum(high - low, 1e-12).max() / 9)


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
        opened = Image.open(io.BytesIO(content))  # reads the header; pixels are decoded below
        width, height = opened.size
        if min(width, height) < 8:
            raise UserError(f"The image has {width} x {height} pixels; at least 8 x 8 are needed.")
        if width * height > MAX_PIXELS:
            raise UserError(
                f"The image has {width} x {height} pixels; at most 40 million are taken, "
                "make it smaller first."
            )
        opened.draft("RGB", (2 * size, 2 * size))  # a JPEG decodes to about this size at once
        image = opened.convert("RGBA")  # palettes and transparency become one form
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
        return float(cell)
    except ValueError:
        return None
