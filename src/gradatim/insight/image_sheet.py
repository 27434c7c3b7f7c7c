"""A sheet of images: rows of tiles, large enough to be looked at, as one file."""

import math
from collections.abc import Sequence
from pathlib import Path

import matplotlib
import numpy as np
from PIL import Image, ImageDraw, ImageFont
from torch import Tensor

from gradatim.errors import UserError
from gradatim.files import write_atomically
from gradatim.insight.drawn_file import FORMATS, maker_exif

PAPER = 255  # between the tiles
SMALLEST = 64  # height in pixels that a tile is enlarged to
LABEL, LETTER, INK = 18, 12, (60, 60, 60)  # height of a label and of its letters, their color


def image_sheet(
    images: Tensor, columns: int | None = None, gap: int = 4, labels: Sequence[str] = ()
) -> Image.Image:
    """Put images side by side, row by row, each enlarged by a whole factor.

    Args:
        images: (N, C, H, W), pixels from 0 to 1, C 1 or 3.
        columns: tiles of a row; by default about as many as there are rows.
        gap: pixels between tiles.
        labels: a short text below each tile, N or none.
    """
    n, channels, height, width = images.shape
    columns = columns or math.ceil(math.sqrt(n))
    factor = max(1, -(-SMALLEST // height))
    tiles = (images.clamp(0, 1) * 255).round().byte().permute(0, 2, 3, 1).numpy()  # (N, H, W, C)
    tiles = tiles.repeat(factor, 1).repeat(factor, 2).repeat(3 if channels == 1 else 1, 3)
    below = LABEL if labels else 0
    tall, wide = height * factor + below + gap, width * factor + gap
    rows = -(-n // columns)
    sheet = np.full((rows * tall + gap, columns * wide + gap, 3), PAPER, np.uint8)
    for index, tile in enumerate(tiles):
        top, left = gap + index // columns * tall, gap + index % columns * wide
        sheet[top : top + height * factor, left : left + wide - gap] = tile
    drawn = Image.fromarray(sheet)
    if labels:
        # Pillow's own font has no accents.
        fonts = Path(matplotlib.get_data_path(), "fonts", "ttf")
        font, pen = ImageFont.truetype(fonts / "DejaVuSans.ttf", LETTER), ImageDraw.Draw(drawn)
        for index, label in enumerate(labels):
            middle = gap + index % columns * wide + (wide - gap) // 2
            bottom = (index // columns + 1) * tall - LABEL // 2
            pen.text((middle, bottom), label, INK, font, anchor="mm")
    return drawn


def sheet_format(file: Path) -> str:
    """The format that the ending of a file asks for.

    Raises:
        UserError: another ending, or none.
    """
    if found := FORMATS.get(file.suffix.lower()):
        return found
    raise UserError(f"{file} is no name of an image file: end it in {', '.join(FORMATS)}.")


def write_sheet(
    images: Tensor, file: Path, columns: int | None = None, labels: Sequence[str] = ()
) -> Path:
    """Write a sheet of images (N, C, H, W) as an image file, see `image_sheet`."""
    sheet, kind = image_sheet(images, columns, labels=labels), sheet_format(file)
    write_atomically(file, lambda path: sheet.save(path, kind, exif=maker_exif()))
    return file
