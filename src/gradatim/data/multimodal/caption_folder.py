"""A folder of your own images with captions: `cat.png` and `cat.txt`, or a table `captions.csv`.

In a text file every line is a caption, the first the name. A table has the columns `file` and
`caption`, or other usual names of them; a file may have several lines. A caption without any word
counts for none.
"""

from pathlib import Path

import torch

from gradatim.data.multimodal.caption_set import CaptionSet
from gradatim.data.multimodal.words import split_words
from gradatim.data.own.folder_layout import ENDINGS
from gradatim.data.own.labeled_files import FILE_COLUMNS, METADATA, read_table
from gradatim.data.own.sheet import decoded
from gradatim.data.vision.image_folder import read_image
from gradatim.errors import UserError

TABLE = "captions.csv"
TABLES = (TABLE, *METADATA)
CAPTION_COLUMNS = ("caption", "captions", "text", "description", "prompt", "title")
IMAGE_SIZE = 32  # pixels that images are brought to


def load_caption_folder(folder: Path) -> CaptionSet:
    """Load all images that have a caption, in color, 32 x 32.

    Raises:
        UserError: no such folder, no captions in it, a table without the columns, a file that is no
            image or not there.
    """
    if not folder.is_dir():
        raise UserError(f"there is no folder {folder}: give emoji, or a folder of images.")
    tables = [folder / name for name in TABLES if (folder / name).is_file()]
    captions = _of_table(tables[0]) if tables else _of_text_files(folder)
    if not captions:
        raise UserError(
            f"{folder} has no captions: put a NAME.txt beside each NAME.png, or a {TABLE} with the "
            "columns file and caption."
        )
    images = [read_image(file, (3, IMAGE_SIZE, IMAGE_SIZE)) for file in captions]
    return CaptionSet(
        name=str(folder),
        images=torch.stack(images)[None],
        styles=("own",),
        names={"own": tuple(several[0] for several in captions.values())},
        captions=tuple(tuple(several) for several in captions.values()),
    )


def _of_text_files(folder: Path) -> dict[Path, list[str]]:
    """The captions of each image that has a text file of its name."""
    found = {}
    for file in sorted(folder.rglob("*")):
        beside = file.with_suffix(".txt")
        if file.suffix.lower() in ENDINGS and beside.is_file():
            lines = [line.strip() for line in decoded(beside)[0].splitlines()]
            if kept := [line for line in lines if split_words(line)]:
                found[file] = kept
    return found


def _of_table(table: Path) -> dict[Path, list[str]]:
    """The captions of each image that a table names."""
    sheet = read_table(table)
    file_column, caption_column = sheet.named(FILE_COLUMNS), sheet.named(CAPTION_COLUMNS)
    if not (file_column and caption_column):
        raise UserError(
            f"{table} has the columns {', '.join(sheet.columns)}: name them file and caption in "
            "the first line."
        )
    found: dict[Path, list[str]] = {}
    for file, caption in zip(sheet.column(file_column), sheet.column(caption_column), strict=True):
        if file and split_words(caption):
            found.setdefault(table.parent / file, []).append(caption)
    return found
