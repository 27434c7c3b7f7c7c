"""What a person should know of files with labels before training: few, double, split apart."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from gradatim.data.own.folder_layout import find_classes, find_splits
from gradatim.data.own.inspection import counted
from gradatim.data.own.labeled_files import LabeledFile, LabeledFiles, metadata_of


def captions(files: LabeledFiles) -> Iterator[str]:
    """Say that labels look like captions, each of which stands for one image."""
    n, folder = len(files.classes), files.root if files.root.is_dir() else files.root.parent
    if len(files.files) > 3 and n > len(files.files) / 2:
        yield (
            f"There are {n:,} classes of {len(files.files):,} files: if these are captions, use "
            f"`gradatim train emoji-clip --data {folder}`."
        )


def absent(files: LabeledFiles) -> Iterator[str]:
    """Say which classes a split has no files of: nothing is learned of them, or nothing tested."""
    for split in files.splits:
        here = {item.label for item in files.files if item.split == split}
        gone = [label for label in files.classes if label not in here]
        if gone:
            yield f"The {split} split has no {', '.join(gone[:8])}: add some, or remove these."


def too_few(files: LabeledFiles, fewest: int, unreadable: Collection[str]) -> Iterator[str]:
    """Say which classes have fewer files than training asks for.

    Args:
        files: that were found.
        fewest: files of a class.
        unreadable: files that cannot be read or heard, which do not count.
    """
    count = Counter(f.label for f in files.files if str(f.file) not in unreadable)
    folders = find_splits(files.root) if files.root.is_dir() else {}
    named = {f.label for f in files.files}
    if files.root.is_dir() and not (folders or metadata_of(files.root)):
        named |= set(find_classes(files.root))  # one may be empty
    few = [f"{label} ({count[label]})" for label in sorted(named) if count[label] < fewest]
    if few:
        yield (
            f"Training needs at least {fewest} files of each class that can be read, and there are "
            f"fewer of {', '.join(few[:8])}."
        )


def duplicates(files: Sequence[LabeledFile], unreadable: dict[str, str]) -> Iterator[str]:
    """Say which files have the same bytes: across splits they leak, of two labels one is wrong.

    Args:
        files: that were found.
        unreadable: files that cannot be read, which are left out.
    """
    same: dict[tuple[int, str], list[LabeledFile]] = defaultdict(list)
    files = [item for item in files if str(item.file) not in unreadable]
    sizes = Counter(item.file.stat().st_size for item in files)
    for item in files:
        size = item.file.stat().st_size
        if sizes[size] > 1:
            with item.file.open("rb") as stream:
                same[size, hashlib.file_digest(stream, "sha256").hexdigest()].append(item)
    groups = [items for items in same.values() if len(items) > 1]
    across = [g for g in groups if len({i.split for i in g}) > 1]
    torn = [g for g in groups if len({i.label for i in g}) > 1]
    if across:
        first, second = _two(across[0], "split")
        yield (
            f"{counted(len(across), 'file')} in two splits, such as {first} and {second}: what is "
            "tested was learned from. Remove them from one."
        )
    if torn:
        first, second = _two(torn[0], "label")
        yield f"{counted(len(torn), 'file')} under two classes, such as {first} and {second}."
    groups = [items for items in groups if len({i.file.resolve() for i in items}) > 1]
    if groups and not across:
        n = sum(len(g) - 1 for g in groups)
        copies = "file is a copy of another" if n == 1 else "files are copies of others"
        yield (
            f"{n:,} {copies}, such as {groups[0][1].file}: a split at random may put one into "
            "training and its copy into the test."
        )


def _two(items: list[LabeledFile], what: str) -> tuple[Path, Path]:
    first = items[0]
    return first.file, next(i.file for i in items if getattr(i, what) != getattr(first, what))


def groups(files: LabeledFiles) -> Iterator[str]:
    """Say which names are such as cat/anna_01: what belongs together should not be split."""
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
