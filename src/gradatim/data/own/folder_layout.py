"""Where the images of a folder lie: its splits, its classes, its files.

    pets/cat/1.jpg  pets/dog/1.jpg              a subfolder per class, or
    pets/train/cat/...  pets/val/cat/...        two or three folders that say what is what

Checkpoints and thumbnails that editors and network drives leave behind are not classes.
"""

import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from PIL import Image, features

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
    "test": ("test", "testing"),
}
# What systems and programs put between people's files; what begins with . or _ or @ is theirs too.
LEFT_BEHIND = ("lost+found", "system volume information", "thumbs.db", "desktop.ini")
NOT_MEANT = (".txt", ".md", ".csv", ".json", ".xml", ".yaml", ".yml", ".html", ".pdf", ".zip")


def is_hidden(name: str) -> bool:
    """Tell whether a name was given by a system or a program rather than by a person."""
    return name.startswith((".", "__", "@", "#", "$")) or name.lower() in LEFT_BEHIND


def find_splits(path: Path) -> dict[str, Path]:
    """Find the folders train, validation and test, in capitals or not; none in a plain folder.

    A folder `train` alone is a class (of vehicles, say); beside one of the others it is a split.

    Raises:
        UserError: two folders for one split.
    """
    found: dict[str, Path] = {}
    for folder in _folders(path):
        for split, names in SPLITS.items():
            if folder.name.lower() in names:
                if split in found:
                    raise UserError(
                        f"{found[split]} and {folder} are both for {split}: join or rename one."
                    )
                found[split] = folder
    if "train" not in found or len(found) < 2:
        return {}
    others = [f.name for f in _folders(path) if f not in found.values()]
    if others:
        warnings.warn(
            f"{path} has {', '.join(f.name for f in found.values())}, so {', '.join(others)} "
            "beside them is left out.",
            stacklevel=3,
        )
    return found


def find_classes(path: Path) -> tuple[str, ...]:
    """The names of the subfolders, in alphabetical order.

    Raises:
        UserError: fewer than two.
    """
    names = tuple(folder.name for folder in _folders(path))
    if len(names) < 2:
        found = f"only {names[0]!r}" if names else "none"
        raise UserError(
            f"{path} needs at least two subfolders, one for each class; it has {found}."
        )
    return names


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
    return (file for file in _files(folder) if file.suffix.lower() in endings)


def tell_left_out(path: Path) -> None:
    """Say which files are in a format that cannot be read, in one sentence."""
    count = Counter(
        file.suffix.lower()
        for file in _files(path)
        if file.suffix.lower() not in (*ENDINGS, *NOT_MEANT) and file.suffix
    )
    if count:
        listed = ", ".join(f"{n} {ending}" for ending, n in count.most_common(8))
        convert = any(ending in (".heic", ".heif", ".avif") for ending in count)
        remedy = " Convert them to JPEG or PNG to have them in." if convert else ""
        warnings.warn(
            f"files of {path} in a format that cannot be read are left out: {listed}.{remedy}",
            stacklevel=3,
        )


def _folders(path: Path) -> list[Path]:
    return sorted(p for p in path.iterdir() if p.is_dir() and not is_hidden(p.name))


def _files(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        inside = file.relative_to(folder).parts
        if file.is_file() and not any(map(is_hidden, inside)):
            yield file
