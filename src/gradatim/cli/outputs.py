"""Where a command writes what `--out` names: never over a file that Gradatim did not make."""

from collections.abc import Callable, Collection
from pathlib import Path

from gradatim.errors import UserError
from gradatim.insight.drawn_file import FORMATS, is_drawn
from gradatim.insight.html.page import is_page


def new_file(
    out: Path, endings: Collection[str], is_ours: Callable[[Path], bool], option: str = "--out"
) -> Path:
    """Check the file that a command is to write, before anything long begins.

    Args:
        out: the file that was named; it may exist if this program wrote it.
        endings: what its name may end in, in lower case.
        is_ours: whether a file that exists was written by this program.
        option: that named it.

    Returns:
        The file.

    Raises:
        UserError: it is a folder, ends otherwise, or is somebody's file.
    """
    if out.is_dir():
        raise UserError(f"{option} {out} is a folder: give the name of a file.")
    if out.suffix.lower() not in endings:
        raise UserError(f"{option} is {out}: give a file that ends in {' or '.join(endings)}.")
    if out.exists() and out.stat().st_size and not is_ours(out):
        raise UserError(
            f"{out} is a file that Gradatim did not write, and it would be lost: give another name "
            f"with {option}."
        )
    return out


def new_page(out: Path) -> Path:
    """Check the HTML page that a command is to write; see `new_file`."""
    return new_file(out, (".html", ".htm"), is_page)


def new_image(out: Path) -> Path:
    """Check the image that a command is to write; see `new_file`."""
    return new_file(out, tuple(FORMATS), is_drawn)
