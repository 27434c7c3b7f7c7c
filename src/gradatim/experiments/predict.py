"""Predictions of a run for one's own files: images, or recordings of spoken digits."""

import warnings
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor

from gradatim.data.info import SoundInfo
from gradatim.data.spoken_digits import LENGTH, SAMPLE_RATE, fit_length, read_wave
from gradatim.data.vision.batches import device_batches
from gradatim.data.vision.image_folder import ENDINGS, read_image
from gradatim.errors import UserError
from gradatim.recipes.registry import get
from gradatim.recipes.runs import open_run
from gradatim.recipes.spoken_digits import spectrogram
from gradatim.recipes.vision.classification import open_classifier
from gradatim.training import Run

CHUNK = 200  # files read at once: those of a whole folder may not fit into memory


class Prediction(NamedTuple):
    """The most likely classes of a file with their probabilities, in falling order."""

    path: Path
    classes: list[tuple[str, float]]


class FileClassifier(NamedTuple):
    """What classifies files of one kind."""

    read: Callable[[Path], Tensor]  # a file to an input of the network
    logits: Callable[[Tensor], Tensor]  # inputs (B, ...) to logits (B, K)
    classes: Sequence[str]
    endings: tuple[str, ...]  # of such files


@torch.no_grad()
def predict(folder: Path, paths: Sequence[Path], n_best: int = 3) -> list[Prediction]:
    """Classify files with the model of a run.

    Args:
        folder: of a run on images, or of spoken-digits.
        paths: image files, brought to the form of the training images; WAV files for a run of
            spoken-digits; or folders of such files, in which an unreadable file is skipped with a
            warning.
        n_best: number of classes to give for each file.

    Raises:
        UserError: a run of another kind, no files, or a file that cannot be read.
    """
    if not paths:
        raise UserError(f"give at least one file or folder: gradatim predict {folder} FILE...")
    is_on_sounds = get(Run.open(folder).config["recipe"]).info_type is SoundInfo
    classifier = (_sounds if is_on_sounds else _images)(folder)
    inputs = _read_all(classifier, paths)
    found: list[Prediction] = []
    while chunk := list(islice(inputs, CHUNK)):
        rows = classifier.logits(torch.stack([x for _, x in chunk])).softmax(1)  # (B, K)
        for (path, _), row in zip(chunk, rows, strict=True):
            best = row.topk(min(n_best, len(classifier.classes)))
            names = [classifier.classes[i] for i in best.indices.tolist()]
            found.append(Prediction(path, list(zip(names, best.values.tolist(), strict=True))))
    return found


def _images(folder: Path) -> FileClassifier:
    model, info, _ = open_classifier(folder)

    def logits(images: Tensor) -> Tensor:
        return torch.cat([model(part) for part in device_batches(images, *info.statistics)])

    return FileClassifier(
        lambda path: read_image(path, info.shape, data=info.data), logits, info.classes, ENDINGS
    )


def _sounds(folder: Path) -> FileClassifier:
    _, model, info, _ = open_run(folder)
    return FileClassifier(
        _read_sound, lambda waves: model(spectrogram(waves, info)), info.classes, (".wav",)
    )


def _read_sound(path: Path) -> Tensor:
    samples, rate = read_wave(path)
    if rate != SAMPLE_RATE:
        raise UserError(f"{path} has {rate} samples per second: convert it to {SAMPLE_RATE}.")
    return fit_length(samples, LENGTH)


def _read_all(classifier: FileClassifier, paths: Sequence[Path]) -> Iterator[tuple[Path, Tensor]]:
    """Read files and the files of folders, one after the other."""
    for path in paths:
        if not path.is_dir():
            yield path, classifier.read(path)
            continue
        files = [file for file in sorted(path.rglob("*")) if _is_input(file, classifier)]
        n_read = 0
        for file in files:
            try:
                yield file, classifier.read(file)
                n_read += 1
            except UserError as error:  # one bad file of a thousand does not stop the others
                warnings.warn(f"skipped: {error}", stacklevel=2)
        if not n_read:
            raise UserError(
                f"{path} has no file that can be read: allowed are {' '.join(classifier.endings)}."
            )


def _is_input(file: Path, classifier: FileClassifier) -> bool:
    hidden = file.name.startswith(".")
    return file.is_file() and file.suffix.lower() in classifier.endings and not hidden
