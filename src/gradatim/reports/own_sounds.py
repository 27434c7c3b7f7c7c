"""What the report of sounds shows: the confusion matrix, each class, and confidence."""

from pathlib import Path

import torch
from torch import Tensor

from gradatim.insight.html import figures
from gradatim.insight.html import page as html
from gradatim.insight.html.page import Section
from gradatim.recipes.runs import open_run
from gradatim.recipes.sounds.own_sounds import OwnSoundTask
from gradatim.reports.classification import class_sections
from gradatim.reports.images import confusion_counts


def sound_sections(folder: Path) -> list[Section]:
    """The sections about one run on sounds of one's own."""
    outputs, labels = answers_of(folder)
    classes = open_run(folder)[2].classes
    counts = confusion_counts(labels, outputs.argmax(1), len(classes))
    drawn = html.figure(figures.confusion_matrix(counts, classes))
    first = Section(title="Confusion matrix", body=[drawn])
    return [first, *class_sections(outputs.softmax(1), labels, classes)]


@torch.no_grad()
def answers_of(folder: Path) -> tuple[Tensor, Tensor]:
    """Outputs (N, K) of a run for its test sounds, and their classes (N,)."""
    recipe, model, info, _ = open_run(folder)
    task = recipe.of_run(info, {}).build(torch.device("cpu"))
    assert isinstance(task, OwnSoundTask)  # `run_report.SECTIONS` asks only for these
    spectrograms, labels = task.test
    return torch.cat([model(part) for part in spectrograms.split(100)]).float(), labels
