"""Image files that this program draws: their formats, and how they are known again."""

from pathlib import Path

from PIL import ExifTags, Image

FORMATS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP"}
MAKER = "Gradatim"  # in the metadata; the plot of `find-lr` has it, too


def maker_exif() -> Image.Exif:
    """The metadata to save with an image."""
    exif = Image.Exif()
    exif[ExifTags.Base.Software] = MAKER
    return exif


def is_drawn(file: Path) -> bool:
    """Whether an image was drawn by this program: its metadata say so."""
    try:
        with Image.open(file) as image:
            makers = (image.getexif().get(ExifTags.Base.Software), image.info.get("Software"))
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    return MAKER in makers
