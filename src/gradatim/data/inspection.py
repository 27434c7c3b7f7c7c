"""What lies in a folder, table or archive, before anything is trained on it.

Every kind answers the same questions: what was taken for what, how many of each class, how large,
what cannot be read, what is there twice, and what would make a result look better than it is.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from PIL import Image

from gradatim.data.own import folder_layout, sheet, sound_files
from gradatim.data.own.archive import unpacked
from gradatim.data.own.labelled_files import (
    LabelledFile,
    LabelledFiles,
    find_labelled,
    names_files,
    own_path,
)
from gradatim.data.own.sheet import Sheet, is_missing, read_sheet
from gradatim.data.own.table import Column, describe, find_target, is_quantity
from gradatim.data.vision.image_folder import UNREADABLE, open_upright
from gradatim.errors import UserError

KINDS = {
    "images": folder_layout.ENDINGS,
    "sounds": sound_files.ENDINGS,
    "texts": (".txt",),
}
RARE = 0.1  # of the examples: a class with less is told of
N_SAMPLES = 10
THUMBNAIL = 96  # pixels
TEXT_COLUMNS = ("text", "sentence", "review", "comment", "message", "body", "content")


@dataclass
class Inspection:
    """What was found.

    Attributes:
        path: that was looked at.
        kind: images, sounds, texts or a table.
        how: what was taken for what.
        counts: of every class, examples in every split ("all" where there are no splits).
        facts: names and values in words: sizes, lengths, rates.
        warnings: what should be looked at before training, a sentence each.
        unreadable: files and why.
        columns: of a table.
        samples: up to ten examples, a caption and an image (H, W, 3), samples (S,) or a text.
        next_command: what to train it with.
    """

    path: str
    kind: str
    how: str
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    columns: list[Column] = field(default_factory=list)
    samples: Sequence[tuple[str, np.ndarray | str]] = ()
    next_command: str = ""


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
            found = _texts_of_table(table, target) or _table(table, target)
            found.path = given
            return found
    else:
        kind = _kind_of_folder(path)
        if kind == "a table":
            inside = [f for f in sorted(path.iterdir()) if f.suffix.lower() in sheet.ENDINGS]
            if len(inside) > 1:
                raise UserError(
                    f"{given} holds {len(inside)} tables ({', '.join(f.name for f in inside[:5])}):"
                    " give one of them."
                )
            return inspect(inside[0], target)
    files = find_labelled(path, KINDS[kind])
    return _files(given, kind, files)


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


def _files(given: str, kind: str, files: LabelledFiles) -> Inspection:
    found = Inspection(given, kind, files.how)
    splits = files.splits or ("all",)
    for label in files.classes:
        parts = Counter(f.split or "all" for f in files.files if f.label == label)
        found.counts[label] = {split: parts[split] for split in splits}
    if files.missing:
        found.unreadable += [(name, "not there") for name in files.missing]
    readers = {"images": _look_at_images, "sounds": _look_at_sounds, "texts": _look_at_texts}
    readers[kind](files.files, found)
    found.warnings += _imbalance(found.counts)
    found.warnings += _duplicates(files.files, dict(found.unreadable))
    if not files.splits:
        found.warnings += _groups(files)
    if kind != "texts":
        recipe = {"images": "folder-resnet", "sounds": "sound-convnet"}[kind]
        found.next_command = f"gradatim train {recipe} --data {given}"
    return found


def _look_at_images(files: Sequence[LabelledFile], found: Inspection) -> None:
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
        found.facts["size"] = (
            f"{commonest[0]}x{commonest[1]} pixels ({n:,} of {len(sizes):,}), shorter sides "
            f"{sides.min()} to {sides.max()}, median {int(np.median(sides))}"
        )
        found.facts["colors"] = ", ".join(f"{n:,} in {mode}" for mode, n in modes.most_common())


def _look_at_sounds(files: Sequence[LabelledFile], found: Inspection) -> None:
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
            drawn.append((item.label, wave.numpy()))
    found.samples = drawn
    if seconds:
        found.facts["length"] = (
            f"{min(seconds):.2f} to {max(seconds):.2f} s, median {np.median(seconds):.2f} s"
        )
        found.facts["rate"] = ", ".join(f"{rate:,} per second ({n:,})" for rate, n in rates.items())
    if len(rates) > 1:
        found.warnings.append("The sounds have several rates: they are brought to one.")
    if silent:
        found.warnings.append(f"{len(silent)} sounds are silent, such as {silent[0]}.")


def _look_at_texts(files: Sequence[LabelledFile], found: Inspection) -> None:
    lengths, samples = [], _spread(files)
    drawn: list[tuple[str, np.ndarray | str]] = []
    for item in files:
        try:
            text = item.file.read_text("utf-8")
        except (UnicodeDecodeError, OSError) as error:
            found.unreadable.append((str(item.file), f"not UTF-8 ({error})"))
            continue
        lengths.append(len(text.split()))
        if item in samples:
            drawn.append((item.label, text[:300]))
    found.samples = drawn
    _word_facts(lengths, found)


def _word_facts(lengths: Sequence[int], found: Inspection) -> None:
    if lengths:
        found.facts["length"] = (
            f"{min(lengths):,} to {max(lengths):,} words, median {int(np.median(lengths)):,}"
        )
        empty = sum(not n for n in lengths)
        if empty:
            found.warnings.append(f"{empty} texts are empty.")


def _texts_of_table(table: Sheet, target: str | None) -> Inspection | None:
    """A table whose one long column is text beside a column of classes; None if it is none."""
    columns = [describe(name, table.column(name)) for name in table.columns]
    texts = [c for c in columns if c.kind == "text" or c.name.lower() in TEXT_COLUMNS]
    if len(texts) != 1 or len(columns) > 4:
        return None
    others = [c for c in columns if c is not texts[0] and c.kind in ("category", "number")]
    label = target or table.named(("label", "class", "category", "target", "sentiment"))
    if label is None:
        if len(others) != 1:
            return None
        label = others[0].name
    found = Inspection(
        str(table.path),
        "texts",
        f"column {texts[0].name!r} is the text, column {label!r} the class",
    )
    words, labels = table.column(texts[0].name), table.column(label)
    split = table.named(("split", "set", "subset"))
    splits = table.column(split) if split else ["all"] * len(labels)
    for name in sorted(set(labels)):
        parts = Counter(s for s, value in zip(splits, labels, strict=True) if value == name)
        found.counts[name or "(no label)"] = {s: parts[s] for s in sorted(set(splits))}
    _word_facts([len(text.split()) for text in words], found)
    found.warnings += _imbalance(found.counts)
    repeated = len(words) - len(set(words))
    if repeated:
        found.warnings.append(
            f"{repeated:,} texts are there more than once: in training and test they would look "
            "better known than they are."
        )
    by_label = defaultdict(list)
    for text, value in zip(words, labels, strict=True):
        by_label[value].append(text)
    found.samples = [
        (value, some[i][:300])
        for i in range(N_SAMPLES)
        for value, some in by_label.items()
        if i < len(some)
    ][:N_SAMPLES]
    return found


def _table(table: Sheet, target: str | None) -> Inspection:
    chosen = find_target(table, target)
    cells = table.column(chosen)
    quantity = is_quantity(cells)
    task = "a quantity: regression" if quantity else "classes: classification"
    why = "" if target else ", as nothing else was said (--target COLUMN chooses another)"
    found = Inspection(str(table.path), "a table", f"column {chosen!r} is the target, {task}{why}")
    found.columns = [describe(name, table.column(name)) for name in table.columns]
    found.facts["rows"] = f"{len(table.rows):,}"
    found.facts["columns"] = f"{len(table.columns):,}"
    if table.encoding != "utf-8":
        found.facts["encoding"] = table.encoding
    if not quantity:
        found.counts = {name or "(missing)": {"all": n} for name, n in Counter(cells).items()}
        found.warnings += _imbalance(found.counts)
    n_missing = sum(map(is_missing, cells))
    if n_missing:
        found.warnings.append(f"{n_missing:,} rows have no target: they are left out.")
    repeated = len(table.rows) - len({tuple(row) for row in table.rows})
    if repeated:
        found.warnings.append(f"{repeated:,} rows are there more than once.")
    found.warnings += _leaks(table, chosen)
    for column in found.columns:
        if column.name != chosen and column.kind in ("identifier", "constant", "empty", "text"):
            found.warnings.append(
                f"column {column.name!r} ({column.kind}) tells a network nothing: it is left out."
            )
        if column.n_missing > len(table.rows) / 2:
            found.warnings.append(f"column {column.name!r} is missing in most rows.")
    found.samples = [
        (f"row {i + 2}", ", ".join(f"{c} {v}" for c, v in zip(table.columns, row, strict=True)))
        for i, row in list(enumerate(table.rows))[:: max(1, len(table.rows) // N_SAMPLES)]
    ][:N_SAMPLES]
    found.next_command = f"gradatim train table-mlp --data {table.path} --target {chosen!r}"
    return found


def _leaks(table: Sheet, target: str) -> Iterator[str]:
    """Columns that say the target outright: every value of theirs has one target only."""
    answers = table.column(target)
    for name in table.columns:
        cells = table.column(name)
        if name == target or len(set(answers)) < 2:
            continue
        pairs = set(zip(cells, answers, strict=True))
        few = len(set(cells)) <= max(2 * len(set(answers)), len(cells) // 10)
        if few and len(pairs) == len(set(cells)) > 1:
            yield (
                f"column {name!r} says the target outright: every value of it has one target. It "
                "may be known only afterwards; leave it out with --without."
            )


def _imbalance(counts: dict[str, dict[str, int]]) -> Iterator[str]:
    totals = {name: sum(parts.values()) for name, parts in counts.items()}
    whole = sum(totals.values())
    limit = min(RARE, 0.5 / max(len(totals), 1))
    few = [f"{name} ({n:,})" for name, n in totals.items() if n < limit * whole]
    if few:
        yield (
            f"Few of the {whole:,} examples are of {', '.join(few[:8])}: a network that never "
            "answers so would hardly be wronger. --balance weights or sampling evens it out."
        )


def _duplicates(files: Sequence[LabelledFile], unreadable: dict[str, str]) -> Iterator[str]:
    """Files with the same bytes: across splits they leak, under two labels one is wrong."""
    same: dict[tuple[int, str], list[LabelledFile]] = defaultdict(list)
    sizes = Counter(item.file.stat().st_size for item in files)
    for item in files:
        size = item.file.stat().st_size
        if sizes[size] > 1 and str(item.file) not in unreadable:
            with item.file.open("rb") as stream:
                same[size, hashlib.file_digest(stream, "sha256").hexdigest()].append(item)
    groups = [items for items in same.values() if len({i.file.resolve() for i in items}) > 1]
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
    if groups and not across:
        n = sum(len(g) - 1 for g in groups)
        copies = "file is a copy of another" if n == 1 else "files are copies of others"
        yield (
            f"{n:,} {copies}, such as {groups[0][1].file}: a split at random may put one into "
            "training and its copy into the test."
        )


def _files_are(n: int) -> str:
    return "1 file is" if n == 1 else f"{n:,} files are"


def _two(items: list[LabelledFile], what: str) -> tuple[Path, Path]:
    first = items[0]
    return first.file, next(i.file for i in items if getattr(i, what) != getattr(first, what))


def _groups(files: LabelledFiles) -> Iterator[str]:
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


def _spread(files: Sequence[LabelledFile]) -> set[LabelledFile]:
    """Ten files, of as many classes as there are."""
    by_label: dict[str, list[LabelledFile]] = defaultdict(list)
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
