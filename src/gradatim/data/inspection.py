"""What lies in a folder, table or archive, before anything is trained on it.

Every kind answers the same questions: what was taken for what, how many of each class, how large,
what cannot be read, what is there twice, and what would make a result look better than it is.
"""

import shlex
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from gradatim import spelling
from gradatim.data.own import folder_layout, sheet, sound_files
from gradatim.data.own.archive import unpacked
from gradatim.data.own.file_checks import absent, captions, duplicates, groups, too_few
from gradatim.data.own.folder_layout import odd_names
from gradatim.data.own.image_files import UNREADABLE, open_upright, reason_of
from gradatim.data.own.inspect_table import inspect_table, inspect_texts_of_table
from gradatim.data.own.inspection import (
    N_SAMPLES,
    Inspection,
    counted,
    imbalance,
    word_metadata,
)
from gradatim.data.own.labeled_files import (
    LabeledFile,
    LabeledFiles,
    find_labeled,
    names_files,
    opened,
    own_path,
    table_of,
)
from gradatim.data.own.other_formats import left_out, remedy, what_lies_in
from gradatim.data.own.sheet import read_sheet
from gradatim.errors import UserError

KINDS = {
    "images": folder_layout.ENDINGS,
    "sounds": sound_files.ENDINGS,
    "texts": (".txt",),
}
RECIPES = {"images": "folder-resnet", "sounds": "sound-convnet", "texts": "text-classifier"}
FEWEST = {"images": 2, "sounds": sound_files.FEWEST, "texts": 1}  # files of a class
THUMBNAIL = 96  # pixels


def inspect(path: Path | str, target: str | None = None) -> Inspection:
    """Look at data of one's own.

    Args:
        path: a folder, a CSV or TSV file, or a zip of one of these.
        target: the column of a table that is to be predicted.

    Raises:
        UserError: nothing is there, or nothing that can be told.
    """
    given, path = str(path), own_path(str(path))
    if not path.exists():
        raise UserError(f"there is no file or folder {given}.")
    inside = unpacked(path) if path.is_file() and path.suffix.lower() == ".zip" else path
    try:
        return _inspect(given, inside, target)
    except UserError as error:  # of an archive, by the name that it was given by
        raise UserError(str(error).replace(str(inside), given)) from error


def _inspect(given: str, path: Path, target: str | None) -> Inspection:
    kind = None
    if path.is_dir():
        kind = _kind_of_folder(path)
    elif path.suffix.lower() not in sheet.ENDINGS:
        raise UserError(
            f"{given} is a single file: give a folder, a CSV or TSV table, or a zip. "
            + remedy([path.suffix.lower()])
        )
    if kind in (None, "a table"):
        table = read_sheet(table_of(path))
        kind = next((k for k, endings in KINDS.items() if names_files(table, endings)), None)
        if kind is None or target is not None:
            found = inspect_texts_of_table(table, target) or inspect_table(table, target)
            found.path = given
            if opened(path) == table.path:  # training opens it too, by the name that was given
                typed = shlex.quote(str(table.path))
                found.next_command = found.next_command.replace(typed, shlex.quote(given))
            return found
        path = table.path
    if target is not None:
        raise UserError(
            f"{spelling.given('target', target)}, and {given} holds {kind}, which have no columns: "
            "leave it out."
        )
    found = _inspect_files(given, kind, find_labeled(path, KINDS[kind]))
    if path.is_dir():
        found.warnings += _left_out(path, kind)
    return found


def _kind_of_folder(path: Path) -> str:
    """What most files of a folder are.

    Raises:
        UserError: none of them is of a kind that can be learned from.
    """
    count = _kinds(path)
    if not count:
        if folder_layout.tables_in(path):
            return "a table"
        raise UserError(
            f"{path} holds no images (such as .jpg and .png), sounds (.wav .flac), texts (.txt) or "
            f"tables (.csv .tsv); {what_lies_in(path)}"
        )
    return count.most_common(1)[0][0]


def _kinds(path: Path) -> Counter[str]:
    """How many files of a folder are of which kind."""
    return Counter(
        kind
        for kind, endings in KINDS.items()
        for file in folder_layout.find_files(path, endings)
        if file.name.lower() not in ("readme.txt", "license.txt", "classes.txt")
    )


def _left_out(path: Path, kind: str) -> Iterator[str]:
    """Files of a folder that are of another kind, or of none."""
    others = [(n, name) for name, n in _kinds(path).items() if name != kind]
    several = " and ".join(counted(n, name.removesuffix("s")) for n, name in others)
    if several:
        yield f"Beside the {kind}, {several} left out."
    if said := left_out(path, [ending for endings in KINDS.values() for ending in endings]):
        yield said[:1].upper() + said[1:]


def _inspect_files(given: str, kind: str, files: LabeledFiles) -> Inspection:
    found = Inspection(given, kind, files.how)
    splits = files.splits or ("all",)
    for label in files.classes:
        parts = Counter(f.split or "all" for f in files.files if f.label == label)
        found.counts[label] = {split: parts[split] for split in splits}
    if files.missing:
        found.unreadable += [(name, "not there") for name in files.missing]
    readers = {"images": _look_at_images, "sounds": _look_at_sounds, "texts": _look_at_texts}
    unheard = readers[kind](files.files, found) or set()
    found.warnings += imbalance(found.counts)
    found.warnings += odd_names(files.classes, of_folders=files.root.is_dir())
    unreadable = dict(found.unreadable)
    problems = [*captions(files), *absent(files)] if kind == "images" else [*absent(files)]
    problems = problems or list(too_few(files, FEWEST[kind], unheard | set(unreadable)))
    found.warnings += problems
    found.warnings += duplicates(files.files, unreadable)
    if not files.splits:
        found.warnings += groups(files)
    if len(files.classes) == 1:
        found.warnings.append(
            f"There is one class, {files.classes[0]!r}: nothing can be told apart. Put the files "
            "of each class into a folder of its own."
        )
    elif not problems:
        found.next_command = shlex.join(["gradatim", "train", RECIPES[kind], "--data", given])
    return found


def _look_at_images(files: Sequence[LabeledFile], found: Inspection) -> None:
    sizes, modes, samples = [], Counter[str](), _spread(files)
    drawn: list[tuple[str, np.ndarray | str]] = []
    for item in files:
        try:
            image = open_upright(item.file)
        except UNREADABLE as error:
            found.unreadable.append((str(item.file), reason_of(error)))
            continue
        sizes.append(image.size)
        modes["gray" if image.mode in ("1", "L") else "color"] += 1
        if item in samples:
            drawn.append((item.label, _thumbnail(image)))
    found.samples = drawn
    if sizes:
        sides = np.array([min(size) for size in sizes])
        commonest, n = Counter(sizes).most_common(1)[0]
        found.metadata["size"] = (
            f"{commonest[0]}x{commonest[1]} pixels ({n:,} of {len(sizes):,}), shorter sides "
            f"{sides.min()} to {sides.max()}, median {int(np.median(sides))}"
        )
        found.metadata["colors"] = ", ".join(f"{n:,} in {mode}" for mode, n in modes.most_common())


def _look_at_sounds(files: Sequence[LabeledFile], found: Inspection) -> set[str]:
    """Fill in what is found; the names of files that are silent."""
    seconds, rates, silent, samples = [], Counter[int](), [], _spread(files)
    drawn: list[tuple[str, np.ndarray | str]] = []
    for item in files:
        try:
            wave, rate = sound_files.read_sound(item.file)
        except UserError as error:
            found.unreadable.append((str(item.file), _without_name(error, item.file)))
            continue
        seconds.append(len(wave) / rate)
        rates[rate] += 1
        if sound_files.loudness(wave, rate) < sound_files.SILENCE:
            silent.append(str(item.file))
        if item in samples:
            drawn.append((item.label, wave))
    found.samples = drawn
    if seconds:
        found.metadata["length"] = (
            f"{min(seconds):.2f} to {max(seconds):.2f} s, median {np.median(seconds):.2f} s"
        )
        found.metadata["rate"] = ", ".join(
            f"{rate:,} per second ({n:,})" for rate, n in rates.items()
        )
    if len(rates) > 1:
        found.warnings.append("The sounds have several rates: they are brought to one.")
    if silent:
        found.warnings.append(
            f"{counted(len(silent), 'sound')} silent, such as {silent[0]}, and left out."
        )
    return set(silent)


def _look_at_texts(files: Sequence[LabeledFile], found: Inspection) -> None:
    lengths, samples = [], _spread(files)
    drawn: list[tuple[str, np.ndarray | str]] = []
    for item in files:
        try:
            text, _ = sheet.decoded(item.file)
        except (UserError, OSError) as error:
            found.unreadable.append((str(item.file), _without_name(error, item.file)))
            continue
        lengths.append(len(text.split()))
        if item in samples:
            drawn.append((item.label, text[:300]))
    found.samples = drawn
    word_metadata(lengths, found)


def _without_name(error: Exception, file: Path) -> str:
    """Why a file cannot be read, without the name that stands before it anyway."""
    return str(error).removeprefix(f"{file} ").rstrip(".")


def _spread(files: Sequence[LabeledFile]) -> set[LabeledFile]:
    """Ten files, of as many classes as there are."""
    by_label: dict[str, list[LabeledFile]] = defaultdict(list)
    for item in files:
        by_label[item.label].append(item)
    ranks = max(map(len, by_label.values()), default=0)
    turns = [some[i] for i in range(ranks) for some in by_label.values() if i < len(some)]
    return set(turns[:N_SAMPLES])


def _thumbnail(image: Image.Image) -> np.ndarray:
    small = image.convert("RGB")
    small.thumbnail((THUMBNAIL, THUMBNAIL))
    canvas = Image.new("RGB", (THUMBNAIL, THUMBNAIL), "white")
    canvas.paste(small, ((THUMBNAIL - small.width) // 2, (THUMBNAIL - small.height) // 2))
    return np.asarray(canvas) / 255
