"""Answers for many files: read side by side, classified in batches, given one by one.

Shapes: B batch, K classes, C, H and W channels, height and width, S samples.
"""

import itertools
import math
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from gradatim.data.heard import heard, spectrogram
from gradatim.data.info import ImageInfo, OwnTableInfo, SoundInfo, TextClassesInfo
from gradatim.data.own import sheet, sound_files
from gradatim.data.own.folder_layout import find_files
from gradatim.data.own.labeled_files import FILE_COLUMNS, named_file, names_files
from gradatim.data.own.other_formats import tell_left_out, what_lies_in
from gradatim.data.own.sheet import Sheet, read_sheet
from gradatim.data.vision.batches import device_batches
from gradatim.data.vision.image_folder import ENDINGS, read_image
from gradatim.errors import UserError
from gradatim.models.own_classes import OwnClasses, OwnQuantity
from gradatim.recipes.tables.own_table import encoding_of
from gradatim.recipes.tables.own_table_task import in_units

BATCH = 64  # files that are classified at once
AHEAD = 2  # batches that are read while one is classified
READERS = min(8, (os.cpu_count() or 1) + 1)  # threads; decoding lets go of Python's lock


@dataclass(frozen=True)
class Prediction:
    """The answer of a classifier.

    Attributes:
        label: the most likely class, or word.
        probability: of it, 0 to 1.
        probabilities: of every class, or of the likeliest words, the most likely first.
        known: False where a network that learned it says that this is none of its classes.
    """

    label: str
    probability: float
    probabilities: dict[str, float]
    known: bool = True


@dataclass(frozen=True)
class Estimate:
    """A quantity that was predicted.

    Attributes:
        value: in the unit of the table.
        low, high: nine of ten unseen rows lie between them; infinite where too few were held out.
    """

    value: float
    low: float
    high: float


def as_json(found: Prediction | Estimate, n_next: int = 2) -> dict[str, Any]:
    """An answer as JSON holds it, which knows no infinity.

    Args:
        found: the answer.
        n_next: further classes to tell, the likeliest first.
    """
    if isinstance(found, Estimate):
        low, high = (v if math.isfinite(v) else None for v in (found.low, found.high))
        return {"value": found.value, "low": low, "high": high}
    best = [
        {"class": name, "probability": round(p, 6)}
        for name, p in list(found.probabilities.items())[: n_next + 1]
    ]
    return {**best[0], "next": best[1:], "known": found.known}


def endings_of(info: Any) -> tuple[str, ...]:
    """The endings of files that a run can classify; none where it classifies no files."""
    if isinstance(info, SoundInfo):
        return sound_files.ENDINGS
    if isinstance(info, OwnTableInfo):
        return sheet.ENDINGS
    if isinstance(info, TextClassesInfo):
        return (".txt", *sheet.ENDINGS)
    return ENDINGS if isinstance(info, ImageInfo) and info.mean and info.classes else ()


def files_of(paths: Iterable[Path], endings: tuple[str, ...]) -> list[Path]:
    """The files that are meant: those of folders, those that tables name, and single ones.

    Raises:
        UserError: a folder without such files, or a table that names none.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = list(find_files(path, endings))
            if not inside:
                raise UserError(
                    f"{path} has no file that can be read (allowed: {' '.join(endings)}); "
                    f"{what_lies_in(path)}"
                )
            tell_left_out(path, endings)
            found += inside
        elif path.suffix.lower() in set(sheet.ENDINGS) - set(endings) and path.is_file():
            table = read_sheet(path)
            column = table.named(FILE_COLUMNS) or names_files(table, endings)
            if column is None:
                raise UserError(f"no column of {path} names files: call it file.")
            found += [named_file(path, name) for name in table.column(column) if name]
        else:
            found.append(path)
    return found


@torch.no_grad()
def answers(
    model: nn.Module,
    info: ImageInfo | SoundInfo,
    files: Iterable[Path],
    unreadable: list[tuple[Path, str]],
) -> Iterator[tuple[Path, Prediction]]:
    """Classify files in their order; some are read while others are classified.

    Args:
        model: in evaluation mode.
        info: what it knows of its data.
        files: images or sounds.
        unreadable: files that cannot be read are added to it, with the reason.
    """
    read = reader(info)
    with ThreadPoolExecutor(READERS) as pool:
        waiting: deque[list[tuple[Path, Future[Tensor]]]] = deque()
        try:
            rest = iter(files)
            while batch := list(itertools.islice(rest, BATCH)):
                waiting.append([(file, pool.submit(read, file)) for file in batch])
                if len(waiting) > AHEAD:
                    yield from _answer(model, info, waiting.popleft(), unreadable)
            while waiting:
                yield from _answer(model, info, waiting.popleft(), unreadable)
        finally:  # who stops listening does not wait for what is still to be read
            pool.shutdown(wait=False, cancel_futures=True)


def _answer(
    model: nn.Module,
    info: ImageInfo | SoundInfo,
    batch: list[tuple[Path, "Future[Tensor]"]],
    unreadable: list[tuple[Path, str]],
) -> Iterator[tuple[Path, Prediction]]:
    there, examples = [], []
    for file, future in batch:
        try:
            examples.append(future.result())
            there.append(file)
        except UserError as error:
            unreadable.append((file, named(file, str(error))))
    if there:
        yield from zip(there, predictions(model, info, torch.stack(examples)), strict=True)


def named(file: Path, reason: str) -> str:
    """Say why a file cannot be read, with its name, which not every reason has in it."""
    return reason if str(file) in reason else f"{file}: {reason}"


def none_read(failed: list[tuple[Path, str]]) -> str:
    """Say that nothing can be read, with the first three reasons."""
    if len(failed) == 1:
        return failed[0][1]
    reasons = "; ".join(reason.rstrip(".") for _, reason in failed[:3])
    more = f"; and {len(failed) - 3:,} more" if len(failed) > 3 else ""
    return f"none of {len(failed):,} inputs can be read: {reasons}{more}."


def reader(info: ImageInfo | SoundInfo) -> Callable[[Path], Tensor]:
    """How a file becomes an example of a run: an image (C, H, W), or a sound (S,)."""
    if isinstance(info, SoundInfo):
        return lambda file: _heard(file, info)
    return lambda file: read_image(file, info.shape, data=info.data)


def _heard(file: Path, info: SoundInfo) -> Tensor:
    samples, rate = sound_files.read_sound(file)
    return heard(torch.from_numpy(samples), rate, info, str(file))


@torch.no_grad()
def predictions(
    model: nn.Module, info: ImageInfo | SoundInfo, examples: Tensor
) -> list[Prediction]:
    """Classify a batch.

    Args:
        model: in evaluation mode.
        info: what it knows of its data.
        examples: uint8 (B, C, H, W), or sounds (B, S).
    """
    if isinstance(info, SoundInfo):
        inputs = spectrogram(examples, info)
    else:
        inputs = next(device_batches(examples, *info.statistics, batch_size=len(examples)))
    known = torch.ones(len(inputs), dtype=torch.bool)
    if isinstance(model, OwnClasses):
        logits, responses = model.with_responses(inputs)
        known = model.is_known(logits, responses)
    else:
        logits = model(inputs)
    best = logits.float().softmax(1).sort(1, descending=True)  # (B, K)
    return [
        prediction([info.classes[i] for i in places], values, is_known)
        for places, values, is_known in zip(
            best.indices.tolist(), best.values.tolist(), known.tolist(), strict=True
        )
    ]


def prediction(names: list[str], values: list[float], known: bool = True) -> Prediction:
    """A prediction from classes and their probabilities, the most likely first."""
    return Prediction(names[0], values[0], dict(zip(names, values, strict=True)), known)


def table_answers(
    model: nn.Module,
    info: OwnTableInfo,
    files: Iterable[Path],
    unreadable: list[tuple[Path, str]],
) -> Iterator[tuple[Path, Prediction | Estimate]]:
    """Answer for the rows of tables, which are called `houses.csv:2`, ... by their lines.

    Args:
        model: in evaluation mode.
        info: what it knows of its data.
        files: the tables.
        unreadable: tables that cannot be read are added to it, with the reason.
    """
    for file in files:
        try:
            rows = row_answers(model, info, read_sheet(file))
        except UserError as error:
            unreadable.append((file, named(file, str(error))))
            continue
        yield from ((Path(f"{file}:{line}"), row) for line, row in enumerate(rows, 2))


def row_answers(
    model: nn.Module, info: OwnTableInfo, table: Sheet
) -> Iterator[Prediction | Estimate]:
    """Answer for every row of a table, whose target may be there or not.

    Raises:
        UserError: a column that the run was trained on is not there, or holds something else.
    """
    features = torch.from_numpy(encoding_of(info).encode(table))  # (N, F)
    return _row_answers(model, info, features)


@torch.no_grad()
def _row_answers(
    model: nn.Module, info: OwnTableInfo, features: Tensor
) -> Iterator[Prediction | Estimate]:
    for part in features.split(4096):
        outputs = model(part).float()
        if info.classes:
            best = outputs.softmax(1).sort(1, descending=True)
            for places, values in zip(best.indices.tolist(), best.values.tolist(), strict=True):
                yield prediction([info.classes[i] for i in places], values)
            continue
        width = model.half_width if isinstance(model, OwnQuantity) else torch.tensor(math.inf)
        bounds = [in_units(outputs[:, 0] + step * width, info) for step in (-1, 1)]
        middle = in_units(outputs[:, 0], info)
        for value, low, high in zip(middle, *bounds, strict=True):
            yield Estimate(float(value), float(low), float(high))
