"""Files with labels, as people keep them: by folder, by a CSV of file and label, in a zip.

pets/cat/1.jpg  pets/dog/1.jpg                 a subfolder per class
pets/train/cat/...  pets/test/cat/...          folders that say what is what
labels.csv: file,label[,split]                 files beside it
pets/metadata.csv: file_name,label             as Hugging Face's image and audio folders, or .jsonl
pets.zip                                       any of these, packed
"""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from gradatim.data.own import sheet
from gradatim.data.own.archive import unpacked
from gradatim.data.own.folder_layout import (
    SPLITS,
    find_classes,
    find_files,
    find_splits,
    is_hidden,
    tables_in,
)
from gradatim.data.own.sheet import (
    Sheet,
    is_unlabeled,
    read_json_lines,
    read_sheet,
    tell_unlabeled,
)
from gradatim.errors import UserError

FILE_COLUMNS = ("file_name", "filename", "file", "path", "file_path", "filepath", "image", "audio")
LABEL_COLUMNS = ("label", "class", "category", "target", "y")
SPLIT_COLUMNS = ("split", "set", "subset", "partition")
METADATA = ("metadata.csv", "metadata.jsonl")


class LabeledFile(NamedTuple):
    """A file, what it shows, and which split it is for; "" where nothing says."""

    file: Path
    label: str
    split: str


@dataclass(frozen=True)
class LabeledFiles:
    """What was found.

    Attributes:
        root: the folder or the table.
        files: in the order of the table, or alphabetically.
        how: what was taken for what, in a sentence.
        missing: files that a table names and that are not there.
    """

    root: Path
    files: list[LabeledFile]
    how: str
    missing: tuple[str, ...] = ()

    @property
    def classes(self) -> tuple[str, ...]:
        """The labels, in alphabetical order."""
        return tuple(sorted({item.label for item in self.files}))

    @property
    def splits(self) -> tuple[str, ...]:
        """The splits that there are files for."""
        return tuple(
            s for s in ("train", "validation", "test") if any(f.split == s for f in self.files)
        )


def is_own(name: str) -> bool:
    """Tell whether a name is that of a folder, a table or an archive of one's own."""
    path = own_path(name)
    # What exists decides: a data set's name is not a path unless somebody made such a folder.
    return path.is_dir() or (path.is_file() and path.suffix.lower() in (*sheet.ENDINGS, ".zip"))


def own_path(name: str) -> Path:
    """The path that a user gave, with or without `folder:` in front."""
    return Path(name.removeprefix("folder:")).expanduser()


def is_listed(path: Path) -> bool:
    """Tell whether a table says which files there are."""
    if path.is_dir():
        folders = find_splits(path).values() or (path,)
        return bool(metadata_of(path)) or all(map(metadata_of, folders))
    return path.is_file() and path.suffix.lower() in sheet.ENDINGS


def metadata_of(folder: Path) -> Path | None:
    """The table of files and labels in a folder, as Hugging Face calls it; None without one."""
    return next((folder / name for name in METADATA if (folder / name).is_file()), None)


def opened(path: Path) -> Path:
    """What a zip holds, unpacked; of a folder in which nothing but one table lies, this table.

    Raises:
        UserError: several tables, of which one is meant.
    """
    if path.suffix.lower() == ".zip" and path.is_file():
        path = unpacked(path)
    if not path.is_dir() or any(p.is_dir() and not is_hidden(p.name) for p in path.iterdir()):
        return path
    return table_of(path) if tables_in(path) else path


def table_of(path: Path) -> Path:
    """The one table that lies in a folder; a table itself.

    Raises:
        UserError: several tables, of which one is meant.
    """
    if not path.is_dir():
        return path
    tables = tables_in(path)
    if len(tables) > 1:
        raise UserError(
            f"{path} holds {len(tables)} tables ({', '.join(f.name for f in tables[:5])}): give "
            "one of them."
        )
    return tables[0]


def named_file(table: Path, name: str) -> Path:
    """The file that a table names: beside the table, wherever the command is run."""
    file = table.parent / name
    # Written on Windows, perhaps.
    return file if file.is_file() else table.parent / name.replace("\\", "/")


def find_labeled(path: Path, endings: Sequence[str]) -> LabeledFiles:
    """Find the files with one of these endings and their labels.

    Raises:
        UserError: nothing of the kind is there, or it is not clear which column is what.
    """
    if path.suffix.lower() == ".zip" and path.is_file():
        path = unpacked(path)
    if path.suffix.lower() in sheet.ENDINGS and path.is_file():
        return _of_table(read_sheet(path), endings)
    if not path.is_dir():
        what = f"{path} is a file" if path.is_file() else f"there is no folder {path}"
        raise UserError(
            f"{what}: give a folder with a subfolder for each class, a CSV of files and labels, or "
            "a zip."
        )
    metadata = metadata_of(path)
    if metadata is not None:
        return _of_table(read_table(metadata), endings)
    splits = find_splits(path)
    # All or none: a split with a table beside one of folders would have two kinds of labels.
    if splits and all(map(metadata_of, splits.values())):
        return _of_split_tables(path, splits, endings)
    folders = splits or {"": path}
    files = [
        LabeledFile(file, label, split)
        for split, folder in folders.items()
        for label in find_classes(folder)
        for file in find_files(folder / label, endings)
    ]
    how = (
        f"the folders {', '.join(f.name for f in splits.values())} are the splits, and "
        if splits
        else ""
    )
    return LabeledFiles(path, files, f"{how}a subfolder is a class")


def _of_table(table: Sheet, endings: Sequence[str]) -> LabeledFiles:
    file, label = file_and_label(table, endings)
    split, splits = splits_of(table)
    files, missing = [], []
    for name, answer, part in zip(table.column(file), table.column(label), splits, strict=True):
        place = named_file(table.path, name)
        if is_unlabeled(answer):
            continue
        if place.is_file():
            files.append(LabeledFile(place, answer, part))
        else:
            # Told and not refused: tables often outlive a few of their files.
            missing.append(name)
    tell_unlabeled(table.column(label), str(table.path))
    if not files:
        raise UserError(
            f"none of the files that {table.path} names is there, such as {missing[0]}: paths are "
            "taken from the folder of the table."
            if missing
            else f"{table.path} has no row with a label."
        )
    files = list(dict.fromkeys(files))  # a row that is there twice would be learned and tested
    _tell_torn(files, table.path)
    third = f", column {split!r} the split" if split else ""
    how = f"column {file!r} is the file, column {label!r} the class{third}"
    return LabeledFiles(table.path, files, how, tuple(missing))


def _tell_torn(files: Sequence[LabeledFile], path: Path) -> None:
    """Say which files have several classes: whatever is answered for them, one is wrong."""
    labels: dict[Path, set[str]] = {}
    for item in files:
        labels.setdefault(item.file, set()).add(item.label)
    torn = [file for file, several in labels.items() if len(several) > 1]
    if torn:
        warnings.warn(
            f"{path} gives several classes to {torn[0].name} ({', '.join(sorted(labels[torn[0]]))})"
            f"{f' and {len(torn) - 1:,} more files' if len(torn) > 1 else ''}: an image or a sound "
            "has one class here.",
            stacklevel=4,
        )


def _of_split_tables(path: Path, splits: dict[str, Path], endings: Sequence[str]) -> LabeledFiles:
    tables = {s: m for s, folder in splits.items() if (m := metadata_of(folder)) is not None}
    parts = {split: _of_table(read_table(table), endings) for split, table in tables.items()}
    files = [item._replace(split=split) for split, part in parts.items() for item in part.files]
    missing = tuple(name for part in parts.values() for name in part.missing)
    how = next(iter(parts.values())).how
    name = next(iter(tables.values())).name
    return LabeledFiles(path, files, f"every split has its {name}, where {how}", missing)


def read_table(path: Path) -> Sheet:
    """Read a table of files, CSV or JSON lines; see `sheet`."""
    return read_sheet(path) if path.suffix.lower() in sheet.ENDINGS else read_json_lines(path)


def file_and_label(table: Sheet, endings: Sequence[str]) -> tuple[str, str]:
    """Which column names the files and which the classes: by its name, else by what is in it.

    Raises:
        UserError: no column names files, or several could be the label.
    """
    file = table.named(FILE_COLUMNS) or names_files(table, endings)
    if file is None:
        raise UserError(
            f"no column of {table.path} names files ({', '.join(table.columns[:8])}): call it file."
        )
    label = table.named(LABEL_COLUMNS)
    if label is None or label == file:
        others = [c for c in table.columns if c != file and c.lower() not in SPLIT_COLUMNS]
        # One column left over is the label, whatever its name; of two it would be a guess.
        if len(others) != 1:
            raise UserError(
                f"{table.path} has the columns {', '.join(others[:8]) or 'none'} beside {file!r}: "
                "call the one with the classes label."
            )
        label = others[0]
    return file, label


def names_files(table: Sheet, endings: Sequence[str]) -> str | None:
    """The first column whose first cells are files with one of these endings."""
    for name in table.columns:
        # Twenty show what a column is; a table may have millions of rows.
        cells = [cell for cell in table.column(name)[:20] if cell]
        if cells and all(cell.lower().endswith(tuple(endings)) for cell in cells):
            return name
    return None


def splits_of(table: Sheet) -> tuple[str | None, list[str]]:
    """The column that says which row is for what, and train, validation or test of every row.

    None, and "" of every row, where there is no such column. One called set or subset may hold
    something else; one called split may not.

    Raises:
        UserError: the column has other words too.
    """
    name = table.named(SPLIT_COLUMNS)
    nothing = None, [""] * len(table.rows)
    if name is None:
        return nothing
    part = {word: split for split, words in SPLITS.items() for word in words}
    cells = [cell.lower() for cell in table.column(name)]
    strange = next((cell for cell in cells if cell not in part), None)
    if strange is None:
        return name, [part[cell] for cell in cells]
    if name.lower() != "split" and not any(cell in part for cell in cells):
        return nothing
    raise UserError(
        f"column {name!r} of {table.path} has {strange!r}: write train, validation or test."
    )
