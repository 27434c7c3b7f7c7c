"""Where the images of a folder lie: its splits, its classes, its files.

    pets/cat/1.jpg  pets/dog/1.jpg              a subfolder per class, or
    pets/train/cat/...  pets/val/cat/...        two or three folders that say what is what

Checkpoints and thumbnails that editors and network drives leave behind are not classes.
"""

import os
import re
import unicodedata
import warnings
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from PIL import Image, features

from gradatim.data.own import sheet
from gradatim.errors import UserError

# None that runs a program, as PostScript does.
FORMATS: tuple[str, ...] = (
    "JPEG",
    "PNG",
    "GIF",
    "BMP",
    "WEBP",
    "TIFF",
    "PPM",
    "JPEG2000",
    "TGA",
    "PCX",
)
FORMATS += ("AVIF",) * bool(features.check("avif"))
Image.init()  # or Pillow would know the endings of its commonest formats only
ENDINGS = tuple(sorted(e for e, name in Image.registered_extensions().items() if name in FORMATS))
SPLITS = {
    "train": ("train", "training"),
    "validation": ("val", "valid", "validation", "dev"),
    "test": ("test", "testing", "eval", "evaluation"),
}
SHEAVES = ("set", "data", "images", "imgs", "split")  # trainset, test_images
# What systems and programs put between people's files; what begins with . or __ is theirs too.
LEFT_BEHIND = ("lost+found", "system volume information", "thumbs.db", "desktop.ini")


def is_hidden(name: str) -> bool:
    """Tell whether a name was given by a system or a program rather than by a person."""
    return name.startswith((".", "__", "@", "#", "$")) or name.lower() in LEFT_BEHIND


def find_splits(path: Path) -> dict[str, Path]:
    """Find the folders train, validation and test, in capitals or not; none in a plain folder.

    A folder `train` alone is a class (of vehicles, say); beside one of the others it is a split.
    So are `training_set`, `test-images` or `seg_val` where subfolders lie in each of them.

    Raises:
        UserError: two folders for one split.
    """
    folders = _folders(path)
    exact = {folder: split_of(folder.name) for folder in folders}
    found = _complete(exact)
    if not found:
        inside = [folder for folder in folders if len(_folders(folder)) > 1]
        found = _complete({folder: split_of(folder.name, exact=False) for folder in inside})
    if not found:
        _tell_alike(path, folders)
        return {}
    others = [f.name for f in folders if f not in found.values()]
    if others:
        warnings.warn(
            f"{path} has {', '.join(f.name for f in found.values())}, so {', '.join(others)} "
            "beside them is left out.",
            stacklevel=3,
        )
    return found


def split_of(name: str, *, exact: bool = True) -> str | None:
    """The split that a name stands for: as a whole, or by one of its words; None if it is none."""
    words = [name.lower()] if exact else re.split(r"[^a-z]+", name.lower())
    for word in list(words):
        words += [word.removesuffix(sheaf) for sheaf in SHEAVES if not exact]
    return next((split for split, names in SPLITS.items() if set(names) & set(words)), None)


def _complete(splits: dict[Path, str | None]) -> dict[str, Path]:
    """The folder of every split; none without one to learn from and another."""
    found: dict[str, Path] = {}
    for folder, split in splits.items():
        if split in found:
            raise UserError(
                f"{found[split]} and {folder} are both for {split}: join or rename one."
            )
        if split is not None:
            found[split] = folder
    return found if "train" in found and len(found) > 1 else {}


def _tell_alike(path: Path, folders: Sequence[Path]) -> None:
    """Warn of folders that all hold the same subfolders, as the splits of a data set do."""
    inside = [tuple(sub.name for sub in _folders(folder)) for folder in folders]
    if len(folders) in (2, 3) and len(inside[0]) > 1 and len(set(inside)) == 1:
        warnings.warn(
            f"{' and '.join(f.name for f in folders)} in {path} hold the same folders "
            f"({', '.join(inside[0][:3])}), and count as classes: if they are splits, call them "
            "train, val and test.",
            stacklevel=4,
        )


def find_classes(path: Path) -> tuple[str, ...]:
    """The names of the subfolders, in alphabetical order.

    Raises:
        UserError: fewer than two.
    """
    folders = _folders(path)
    if len(folders) < 2:
        found = f"only {folders[0].name!r}" if folders else "none"
        # One level too high, or a table of files and labels that lies beside the files.
        inside = [folder for folder in folders if len(_folders(folder)) > 1]
        meant = "".join(f" Perhaps {p} was meant." for p in (inside or tables_in(path))[:1])
        raise UserError(
            f"{path} needs at least two subfolders, one for each class; it has {found}.{meant}"
        )
    return tuple(folder.name for folder in folders)


def check_classes(path: Path, wanted: tuple[str, ...]) -> None:
    """Compare the classes of a folder with those that it should have.

    A class more is left out, and said: it has no place in the answers of a trained network.

    Raises:
        UserError: a class is not there; perhaps it has another name now.
    """
    here = find_classes(path)
    gone, new = (sorted(set(a) - set(b)) for a, b in ((wanted, here), (here, wanted)))
    if gone:
        renamed = f", and {', '.join(new)} is new" if new else ""
        raise UserError(
            f"{path} has no class {', '.join(gone)} any more{renamed}: give the classes the names "
            f"that they had ({', '.join(wanted)}), or train anew."
        )
    if new:
        warnings.warn(
            f"{path} has the classes {', '.join(new)} beside {', '.join(wanted)}: they are left "
            "out.",
            stacklevel=3,
        )


def check_same_classes(folders: Iterable[Path]) -> None:
    """Compare the classes of the splits of a folder.

    Raises:
        UserError: they are not the same.
    """
    (first, classes), *rest = ((folder, find_classes(folder)) for folder in folders)
    for folder, others in rest:
        if others != classes:
            raise UserError(
                f"{first} and {folder} must have the same classes, they have "
                f"{', '.join(classes)} and {', '.join(others)}."
            )


def find_images(folder: Path) -> Iterator[Path]:
    """Every image file below a folder, in alphabetical order."""
    return find_files(folder, ENDINGS)


def find_files(folder: Path, endings: Sequence[str]) -> Iterator[Path]:
    """Every file below a folder with one of these endings, in alphabetical order."""
    return (file for file in all_files(folder) if file.suffix.lower() in endings)


def _folders(path: Path) -> list[Path]:
    return sorted(p for p in path.iterdir() if p.is_dir() and not is_hidden(p.name))


def tables_in(folder: Path) -> list[Path]:
    """The tables that lie in a folder, in alphabetical order."""
    return sorted(
        file
        for file in folder.iterdir()
        if file.suffix.lower() in sheet.ENDINGS and not is_hidden(file.name)
    )


def all_files(folder: Path) -> list[Path]:
    """Every file below a folder but hidden ones, in alphabetical order; links are followed.

    A link that leads nowhere is among them, so that whoever reads it can say so.
    """
    found = []
    for place, folders, names in os.walk(folder, followlinks=True):
        folders[:] = [n for n in folders if not is_hidden(n) and not _leads_back(place, n)]
        files = [Path(place, name) for name in names if not is_hidden(name)]
        # No pipe or device: reading one may never end.
        found += [file for file in files if file.is_file() or not file.exists()]
    return sorted(found)


def _leads_back(place: str, name: str) -> bool:
    """Tell whether a folder is a link to one that it lies in."""
    link = Path(place, name)
    return link.is_symlink() and link.resolve() in [above.resolve() for above in link.parents]


def odd_names(classes: Iterable[str], *, of_folders: bool = False) -> Iterator[str]:
    """Say which classes may be one, or none.

    Args:
        classes: their names.
        of_folders: whether they are names of folders, one of which may have been meant as a split.
    """
    alike: dict[str, list[str]] = {}
    for name in classes:
        plain = unicodedata.normalize("NFC", name).casefold().replace("_", " ")
        alike.setdefault(" ".join(plain.split()), []).append(name)
    for names in alike.values():
        if len(names) > 1:
            yield (
                f"{' and '.join(map(repr, names))} count as classes of their own: write them alike "
                "if they are one."
            )
    words = {word for several in SPLITS.values() for word in several} if of_folders else set()
    for name in sorted(words & {name.casefold() for name in classes}):
        yield (
            f"The folder {name!r} counts as a class: if it is a split, call the others train, val "
            "or test."
        )


def tell_odd_names(classes: Iterable[str]) -> None:
    """Warn of classes that may be one."""
    for said in odd_names(classes):
        warnings.warn(said, stacklevel=3)
