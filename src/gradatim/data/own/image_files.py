"""Images as they are stored: read whole, upright, with 8 bits per channel."""

import re
import struct
import warnings
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from gradatim.data.own.folder_layout import FORMATS

LARGEST = 100_000_000  # pixels: a file that unpacks to more is refused
# What a damaged file makes of a decoder: each raises classes of its own.
UNREADABLE = (
    *(OSError, SyntaxError, ValueError, EOFError, RuntimeError, LookupError, TypeError),
    *(struct.error, ArithmeticError, AttributeError, Image.DecompressionBombError),
)


# How files begin that often stand under the name of an image, and what they are.
PRETENDERS = {
    b"....ftyp(heic|heix|hevc|mif1|msf1)": "HEIC, as telephones write it: convert it to JPEG",
    rb"version https://git-lfs": "a pointer of Git LFS, not the image: run `git lfs pull`",
    rb"\s*<(!doctype|html)": "a web page, saved in place of the image",
    rb"\s*<(\?xml|svg)": "a drawing of lines (SVG): export it as PNG",
    rb"%PDF": "a PDF: export its pages as PNG",
}


def open_upright(path: Path) -> Image.Image:
    """Read the first frame, 8 bits per channel, rotated as its EXIF mark says, on white."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is below
        try:
            opened = Image.open(path, formats=FORMATS)
        except UnidentifiedImageError:
            raise ValueError(_what_it_is(path)) from None
        except Image.DecompressionBombError:  # Pillow's own limit, which is higher
            raise ValueError(f"too many pixels, {LARGEST:,} are allowed") from None
    with opened:
        if opened.width * opened.height > LARGEST:
            raise ValueError(f"{opened.width}x{opened.height} pixels, {LARGEST:,} are allowed")
        opened.seek(0)
        image = ImageOps.exif_transpose(opened)
        image.load()
    if image.mode.startswith(("I", "F")):  # 16 bits and more: Pillow would clip, not scale
        return eight_bits(image)
    if image.has_transparency_data:
        background = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(background, image.convert("RGBA")).convert("RGB")
    if image.mode == "P":
        return image.convert("RGB")
    return image


def _what_it_is(path: Path) -> str:
    """What a file is that is called an image and is none."""
    with path.open("rb") as file:
        start = file.read(512)
    if not start:
        return "the file is empty"
    known = (
        said for begins, said in PRETENDERS.items() if re.match(begins, start, re.DOTALL | re.I)
    )
    return next(known, "not an image")


def eight_bits(image: Image.Image) -> Image.Image:
    """Scale an image of 16 bits and more, or of floats, to 8 bits of gray."""
    values = np.asarray(image, dtype=np.float64)
    if image.mode == "F":
        low, high = float(values.min()), float(values.max())
    else:
        short = image.mode == "I" and values.max() <= 255
        low, high = 0.0, 255.0 if short else 65535.0
    # Floats have no agreed range, so they are stretched from their least to their largest value.
    scaled = (values - low) * (255 / max(high - low, 1e-12))
    return Image.fromarray(np.rint(scaled.clip(0, 255)).astype(np.uint8))


def reason_of(error: Exception) -> str:
    """Why an image cannot be read, without its name."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__
