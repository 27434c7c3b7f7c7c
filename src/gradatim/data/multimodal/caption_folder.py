"""A folder of your own images with captions: `cat.png` and `cat.txt`, or a table `captions.csv`.

In a text file every line is a caption, the first the name. A table has the columns `file` and
`caption`, or other usual names of them; a file may have several lines. A caption without any word
counts for none. The table may be given itself, under any name, and the folder as a zip.
"""

import warnings
from collections.abc import Iterable, Sequence
from pathlib import Path

import torch
from torch import Tensor

from gradatim.data.multimodal.caption_set import CaptionSet
from gradatim.data.multimodal.words import split_words
from gradatim.data.own import sheet
from gradatim.data.own.archive import unpacked
from gradatim.data.own.folder_layout import find_images
from gradatim.data.own.labeled_files import FILE_COLUMNS, METADATA, read_table
from gradatim.data.vision.image_folder import read_image
from gradatim.errors import UserError

TABLE = "captions.csv"
TABLES = (TABLE, *METADATA)
TABLE_ENDINGS = (*sheet.ENDINGS, ".jsonl")
CAPTION_COLUMNS = ("caption", "captions", "text", "description", "prompt", "title")
IMAGE_SIZE = 32  # pixels that images are brought to


def load_caption_folder(path: Path) -> CaptionSet:
    """Load all images that have a caption, in color, 32 x 32.

    Args:
        path: of the folder, of a zip of it, or of the table.

    Raises:
        UserError: nothing there, no captions in it, a table without the columns, a file that is not
            there, no image that can be read. Single damaged images are left out with a warning.
    """
    captions = _find_captions(path)
    if not captions:
        raise UserError(
            f"{path} has no captions: put a NAME.txt beside each NAME.png, or a {TABLE} with the "
            "columns file and caption."
        )
    images = _read_images(path, captions)
    told = [tuple(captions[file]) for file in images]
    return CaptionSet(
        name=str(path),
        images=torch.stack(list(images.values()))[None],
        styles=("own",),
        names={"own": tuple(several[0] for several in told)},
        captions=tuple(told),
    )


def _read_images(path: Path, files: Iterable[Path]) -> dict[Path, Tensor]:
    """Read the images, uint8 (3, S, S) each, and leave out damaged ones."""
    images: dict[Path, Tensor] = {}
    damaged = []
    for file in files:
        if not file.is_file():
            raise UserError(f"{path} names {file}, which is not there: add it, or remove its line.")
        try:
            images[file] = read_image(file, (3, IMAGE_SIZE, IMAGE_SIZE))
        except UserError:
            damaged.append(file)
    if not images:
        raise UserError(f"{path} has no image that can be read, such as {damaged[0]}.")
    _warn_of_left_out(damaged, len(images), "cannot be read")
    return images


def _warn_of_left_out(left_out: Sequence[Path], n_kept: int, why: str) -> None:
    """Say how many images are left out, and name one."""
    if left_out and n_kept:
        warnings.warn(
            f"{len(left_out):,} of {len(left_out) + n_kept:,} images {why} and are left out: "
            f"{left_out[0]}{', ...' if len(left_out) > 1 else '.'}",
            stacklevel=5,
        )


def _find_captions(path: Path) -> dict[Path, list[str]]:
    """The captions of each image, by its file."""
    ending = path.suffix.lower()
    if path.is_file() and ending in TABLE_ENDINGS:
        return _of_table(path)
    folder = unpacked(path) if path.is_file() and ending == ".zip" else path
    if not folder.is_dir():
        kind = "neither a folder, a zip nor a table" if path.exists() else "not there"
        raise UserError(f"{path} is {kind}: give emoji, or a folder of images with captions.")
    tables = [folder / name for name in TABLES if (folder / name).is_file()]
    return _of_table(tables[0]) if tables else _of_text_files(folder)


def _of_text_files(folder: Path) -> dict[Path, list[str]]:
    """The captions of each image that has a text file of its name."""
    found, alone = {}, []
    for file in find_images(folder):
        beside = file.with_suffix(".txt")
        text = sheet.decoded(beside)[0] if beside.is_file() else ""
        if kept := [line.strip() for line in text.splitlines() if split_words(line)]:
            found[file] = kept
        else:
            alone.append(file)
    _warn_of_left_out(alone, len(found), "have no caption")
    return found


def _of_table(table: Path) -> dict[Path, list[str]]:
    """The captions of each image that a table names."""
    rows = read_table(table)
    file_column, caption_column = rows.named(FILE_COLUMNS), rows.named(CAPTION_COLUMNS)
    if not (file_column and caption_column):
        raise UserError(
            f"{table} has the columns {', '.join(rows.columns)}: name them file and caption in the "
            "first line."
        )
    found: dict[Path, list[str]] = {}
    for file, caption in zip(rows.column(file_column), rows.column(caption_column), strict=True):
        if file and split_words(caption):
            found.setdefault(table.parent / file, []).append(caption)
    named = {table.parent / file: None for file in rows.column(file_column) if file}
    alone = [file for file in named if file not in found]
    _warn_of_left_out(alone, len(found), "have no caption")
    return found
