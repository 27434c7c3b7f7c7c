"""Answers of a run for one's own files: images and sounds."""

from collections.abc import Sequence
from pathlib import Path

import torch

from gradatim.data.info import SoundInfo
from gradatim.data.spoken_digits import (
    LENGTH,
    SAMPLE_RATE,
    fit_length,
    read_wave,
)
from gradatim.data.vision.batches import device_batches
from gradatim.data.vision.image_folder import read_image
from gradatim.errors import UserError
from gradatim.recipes.runs import open_run
from gradatim.recipes.spoken_digits import spectrogram
from gradatim.recipes.vision.classification import open_classifier


@torch.no_grad()
def predict(
    folder: Path, paths: Sequence[Path], n_best: int = 3
) -> list[tuple[Path, list[tuple[str, float]]]]:
    """Classify images with the model of a run.

    Args:
        folder: of the run.
        paths: image files; they are brought to the form of the training images.
        n_best: classes to give for each.

    Returns:
        For each image its path and the most likely classes with their probabilities.

    Raises:
        UserError: not an image run, or a file that is no image.
    """  # fmt: skip
    model, info, _ = open_classifier(folder)
    shape, data = info.shape, info.data
    images = torch.stack([read_image(path, shape, data=data) for path in paths])  # (B, C, H, W)
    normalised = next(device_batches(images, *info.statistics))
    answers = []
    for path, shares in zip(paths, model(normalised).softmax(1), strict=True):
        best = shares.topk(min(n_best, len(info.classes)))
        names = [info.classes[i] for i in best.indices.tolist()]
        answers.append((path, list(zip(names, best.values.tolist(), strict=True))))
    return answers


@torch.no_grad()
def listen(folder: Path | str, file: Path | str) -> list[tuple[str, float]]:
    """Name the digit that is said in a WAV file, with the model of a run.

    Returns:
        every class with its probability, the most likely one first.

    Raises:
        UserError: not a run on sounds, or not a WAV file of 8,000 samples per second.
    """
    _, model, info, run = open_run(folder)
    if not isinstance(info, SoundInfo):
        name = run.config["recipe"]
        raise UserError(f"{folder} is a run of {name}: give a run of spoken-digits.")
    samples, rate = read_wave(Path(file))
    if rate != SAMPLE_RATE:
        raise UserError(f"{file} has {rate} samples per second: convert it to {SAMPLE_RATE}.")
    shares = model(spectrogram(fit_length(samples, LENGTH)[None], info))[0].softmax(0)
    best = shares.sort(descending=True)
    names = [info.classes[i] for i in best.indices.tolist()]
    return list(zip(names, best.values.tolist(), strict=True))
