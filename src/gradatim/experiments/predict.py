"""Answers of a run for one's own files: images and sounds."""

from collections.abc import Sequence
from pathlib import Path

import torch

from gradatim.data.spoken_digits import (
    LENGTH,
    SAMPLE_RATE,
    fit_length,
    read_wave,
)
from gradatim.data.vision.batches import device_batches
from gradatim.errors import UserError
from gradatim.recipes.runs import open_run
from gradatim.recipes.spoken_digits import SoundRecipe, spectrogram
from gradatim.recipes.vision.classification import ImageRecipe


@torch.no_grad()
def predict(
    folder: Path, paths: Sequence[Path], n_best: int = 3
) -> list[tuple[Path, list[tuple[str, float]]]]:
    """Name what is in pictures, with the model of a run.

    Args:
        folder: of the run.
        paths: picture files; they are turned into the form of the training images.
        n_best: classes to give for each.

    Returns:
        For each picture its path and the most likely classes with their probabilities.

    Raises:
        UserError: not an image run, or a file that is no picture.
    """  # fmt: skip
    from gradatim.data.vision.image_folder import read_image

    recipe, model, facts, _ = open_run(folder)
    if not isinstance(recipe, ImageRecipe):
        raise UserError(f"{folder} is not a run on images, so it cannot look at pictures.")
    shape, data = tuple(facts["shape"]), facts["data"]
    images = torch.stack([read_image(path, shape, data=data) for path in paths])  # (B, C, H, W)
    normalised = next(
        device_batches(images, torch.tensor(facts["mean"]), torch.tensor(facts["std"]))
    )
    answers = []
    for path, shares in zip(paths, model(normalised).softmax(1), strict=True):
        best = shares.topk(min(n_best, len(facts["classes"])))
        names = [facts["classes"][i] for i in best.indices.tolist()]
        answers.append((path, list(zip(names, best.values.tolist(), strict=True))))
    return answers


@torch.no_grad()
def listen(folder: Path | str, file: Path | str) -> list[tuple[str, float]]:
    """Name the digit that is said in a WAV file, with the model of a run.

    Returns:
        every class with its probability, the most likely one first.

    Raises:
        UserError: not a run on sounds, or not a WAV file of 8,000 samples a second.
    """
    recipe, model, facts, _ = open_run(folder)
    if not isinstance(recipe, SoundRecipe):
        raise UserError(f"{folder} is not a run on sounds, so it cannot listen.")
    samples, rate = read_wave(Path(file))
    if rate != SAMPLE_RATE:
        raise UserError(f"{file} has {rate} samples a second: convert it to {SAMPLE_RATE}.")
    shares = model(spectrogram(fit_length(samples, LENGTH)[None], facts))[0].softmax(0)
    best = shares.sort(descending=True)
    names = [facts["classes"][i] for i in best.indices.tolist()]
    return list(zip(names, best.values.tolist(), strict=True))
