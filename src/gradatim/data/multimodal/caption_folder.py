"""A folder of your own images with captions: `cat.png` and `cat.txt`, or a table `captions.csv`.

In a text file every line is a caption, the first the name. A table has the columns `file` and
`caption`, or other usual names of them; a file may have several lines. A caption without any word
counts for none. The table may be given itself, under any name, and the folder as a zip.
"""

import warnings
from pathlib import Path

import torch

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
        UserError: nothing there, no captions in it, a table without the columns, a file that is no
            image or not there.
    """
    captions = _find_captions(path)
    if not captions:
        raise UserError(
            f"{path} has no captions: put a NAME.txt beside each NAME.png, or a {TABLE} with the "
            "columns file and caption."
        )
    images = [read_image(file, (3, IMAGE_SIZE, IMAGE_SIZE)) for file in captions]
    return CaptionSet(
        name=str(path),
        images=torch.stack(images)[None],
        styles=("own",),
        names={"own": tuple(several[0] for several in captions.values())},
        captions=tuple(tuple(several) for several in captions.values()),
    )


def _find_captions(path: Path) -> dict[Path, list[str]]:
    """The captions of each image, by its file."""
    ending = path.suffix.lower()
    if path.is_file() and ending in TABLE_ENDINGS:
        return _of_table(path)
    folder = unpacked(path) if path.is_file() and ending == ".zip" else path
    if not folder.is_dir():
        raise UserError(
            f"{path} is neither a folder, a zip nor a table: give emoji, or a folder of images "
            "with captions."
        )
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
    if found and alone:
        warnings.warn(
            f"{len(alone):,} of {len(alone) + len(found):,} images in {folder} have no caption and "
            f"are left out, such as {alone[0].name}.",
            stacklevel=4,
        )
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
    return found
