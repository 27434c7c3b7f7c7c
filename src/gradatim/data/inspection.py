"""What lies in a folder, table or archive, before anything is trained on it.

Every kind answers the same questions: what was taken for what, how many of each class, how large,
what cannot be read, what is there twice, and what would make a result look better than it is.
"""

import hashlib
import shlex
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from gradatim import spelling
from gradatim.data.own import folder_layout, sheet, sound_files
from gradatim.data.own.archive import unpacked
from gradatim.data.own.image_files import UNREADABLE, open_upright
from gradatim.data.own.inspect_table import inspect_table, inspect_texts_of_table
from gradatim.data.own.inspection import N_SAMPLES, Inspection, imbalance, word_metadata
from gradatim.data.own.labeled_files import (
    LabeledFile,
    LabeledFiles,
    find_labeled,
    metadata_of,
    names_files,
    opened,
    own_path,
)
from gradatim.data.own.sheet import read_sheet
from gradatim.errors import UserError

KINDS = {
    "images": folder_layout.ENDINGS,
    "sounds": sound_files.ENDINGS,
    "texts": (".txt",),
}
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
    if path.is_file() and path.suffix.lower() == ".zip":
        path = unpacked(path)
    if path.is_file() and path.suffix.lower() not in sheet.ENDINGS:
        raise UserError(f"{given} is a single file: give a folder, a CSV or TSV table, or a zip.")
    if path.is_file():
        table = read_sheet(path)
        kind = next((k for k, endings in KINDS.items() if names_files(table, endings)), None)
        if kind is None or target is not None:
            found = inspect_texts_of_table(table, target) or inspect_table(table, target)
            found.path = given
            return found
    else:
        kind = _kind_of_folder(path)
        if kind == "a table":
            found = inspect(opened(path), target)
            found.path = given
            return found
    if target is not None:
        raise UserError(
            f"{spelling.given('target', target)}, and {given} holds {kind}, which have no columns: "
            "leave it out."
        )
    files = find_labeled(path, KINDS[kind])
    return _inspect_files(given, kind, files)


def _kind_of_folder(path: Path) -> str:
    """What most files of a folder are.

    Raises:
        UserError: none of them is of a kind that can be learned from.
    """
    count = Counter(
        kind
        for kind, endings in KINDS.items()
        for file in folder_layout.find_files(path, endings)
        if file.name.lower() not in ("readme.txt", "license.txt", "classes.txt")
    )
    if not count:
        if any(f.suffix.lower() in sheet.ENDINGS for f in path.iterdir()):
            return "a table"
        known = ", ".join(f"{kind} ({' '.join(endings[:6])})" for kind, endings in KINDS.items())
        raise UserError(f"{path} holds no {known}, and no CSV table.")
    return count.most_common(1)[0][0]


def _inspect_files(given: str, kind: str, files: LabeledFiles) -> Inspection:
    found = Inspection(given, kind, files.how)
    splits = files.splits or ("all",)
    for label in files.classes:
        parts = Counter(f.split or "all" for f in files.files if f.label == label)
        found.counts[label] = {split: parts[split] for split in splits}
    if files.missing:
        found.unreadable += [(name, "not there") for name in files.missing]
    readers = {"images": _look_at_images, "sounds": _look_at_sounds, "texts": _look_at_texts}
    readers[kind](files.files, found)
    found.warnings += imbalance(found.counts)
    found.warnings += _too_few(files, FEWEST[kind], dict(found.unreadable))
    found.warnings += _duplicates(files.files, dict(found.unreadable))
    if not files.splits:
        found.warnings += _groups(files)
    if len(files.classes) == 1:
        found.warnings.append(
            f"There is one class, {files.classes[0]!r}: nothing can be told apart. Put the files "
            "of each class into a folder of its own."
        )
    elif kind != "texts":
        recipe = {"images": "folder-resnet", "sounds": "sound-convnet"}[kind]
        found.next_command = shlex.join(["gradatim", "train", recipe, "--data", given])
    return found


def _look_at_images(files: Sequence[LabeledFile], found: Inspection) -> None:
    sizes, modes, samples = [], Counter[str](), _spread(files)
    drawn: list[tuple[str, np.ndarray | str]] = []
    for item in files:
        try:
            image = open_upright(item.file)
        except UNREADABLE as error:
            found.unreadable.append((str(item.file), str(error) or type(error).__name__))
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


def _look_at_sounds(files: Sequence[LabeledFile], found: Inspection) -> None:
    seconds, rates, silent, samples = [], Counter[int](), [], _spread(files)
    drawn: list[tuple[str, np.ndarray | str]] = []
    for item in files:
        try:
            wave, rate = sound_files.read_sound(item.file)
        except UserError as error:
            found.unreadable.append((str(item.file), str(error)))
            continue
        seconds.append(len(wave) / rate)
        rates[rate] += 1
        if sound_files.loudness(wave, rate) < sound_files.SILENCE:
            silent.append(item.file.name)
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
        found.warnings.append(f"{len(silent)} sounds are silent, such as {silent[0]}.")


def _look_at_texts(files: Sequence[LabeledFile], found: Inspection) -> None:
    lengths, samples = [], _spread(files)
    drawn: list[tuple[str, np.ndarray | str]] = []
    for item in files:
        try:
            text, _ = sheet.decoded(item.file)
        except (UserError, OSError) as error:
            found.unreadable.append((str(item.file), str(error)))
            continue
        lengths.append(len(text.split()))
        if item in samples:
            drawn.append((item.label, text[:300]))
    found.samples = drawn
    word_metadata(lengths, found)


def _too_few(files: LabeledFiles, fewest: int, unreadable: dict[str, str]) -> Iterator[str]:
    """Classes with fewer files that can be read than training asks for."""
    count = Counter(f.label for f in files.files if str(f.file) not in unreadable)
    folders = folder_layout.find_splits(files.root) if files.root.is_dir() else {}
    named = {f.label for f in files.files}
    if files.root.is_dir() and not (folders or metadata_of(files.root)):
        named |= set(folder_layout.find_classes(files.root))  # one may be empty
    few = [f"{label} ({count[label]})" for label in sorted(named) if count[label] < fewest]
    if few:
        yield (
            f"Training needs at least {fewest} files of each class that can be read, and there are "
            f"fewer of {', '.join(few[:8])}."
        )


def _duplicates(files: Sequence[LabeledFile], unreadable: dict[str, str]) -> Iterator[str]:
    """Files with the same bytes: across splits they leak, under two labels one is wrong."""
    same: dict[tuple[int, str], list[LabeledFile]] = defaultdict(list)
    sizes = Counter(item.file.stat().st_size for item in files)
    for item in files:
        size = item.file.stat().st_size
        if sizes[size] > 1 and str(item.file) not in unreadable:
            with item.file.open("rb") as stream:
                same[size, hashlib.file_digest(stream, "sha256").hexdigest()].append(item)
    groups = [items for items in same.values() if len(items) > 1]
    across = [g for g in groups if len({i.split for i in g}) > 1]
    torn = [g for g in groups if len({i.label for i in g}) > 1]
    if across:
        first, second = _two(across[0], "split")
        yield (
            f"{_files_are(len(across))} in two splits, such as {first} and {second}: what is "
            "tested was learned from. Remove them from one."
        )
    if torn:
        first, second = _two(torn[0], "label")
        yield f"{_files_are(len(torn))} under two classes, such as {first} and {second}."
    groups = [items for items in groups if len({i.file.resolve() for i in items}) > 1]
    if groups and not across:
        n = sum(len(g) - 1 for g in groups)
        copies = "file is a copy of another" if n == 1 else "files are copies of others"
        yield (
            f"{n:,} {copies}, such as {groups[0][1].file}: a split at random may put one into "
            "training and its copy into the test."
        )


def _files_are(n: int) -> str:
    return "1 file is" if n == 1 else f"{n:,} files are"


def _two(items: list[LabeledFile], what: str) -> tuple[Path, Path]:
    first = items[0]
    return first.file, next(i.file for i in items if getattr(i, what) != getattr(first, what))


def _groups(files: LabeledFiles) -> Iterator[str]:
    """Names such as cat/anna_01, anna_02: what belongs together should not be split."""
    for label in files.classes[:1]:
        stems = [item.file.stem for item in files.files if item.label == label]
        heads = Counter(stem.rstrip("0123456789").rstrip("_- .") for stem in stems)
        heads.pop("", None)
        several = [head for head, n in heads.items() if n > 2]
        if 2 <= len(several) <= len(stems) / 3:
            yield (
                f"File names come in groups ({', '.join(several[:3])}, ...): if a group is one "
                "person, place or recording, put it whole into train/ or test/."
            )


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
