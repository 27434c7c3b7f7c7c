"""`gradatim robustness`: accuracy of image networks on corrupted and adversarial images.

Shapes: N images, C channels, H and W height and width.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor

from gradatim.data import load
from gradatim.data.vision.image_set import ImageSet
from gradatim.errors import UserError
from gradatim.experiments.study import ResultTable, StudyResult
from gradatim.insight.attacks import NormalizedModel, fgsm, pgd
from gradatim.insight.corruptions import CORRUPTIONS, SEVERITIES, corrupt
from gradatim.insight.html import charts
from gradatim.insight.html.page import Section, figure, paragraph
from gradatim.insight.html.page import table as html_table
from gradatim.recipes.vision.classification import open_classifier
from gradatim.spelling import given
from gradatim.stats import Interval, fraction

EPSILONS = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2)  # largest change of a pixel, in [0, 1]
SHOWN_EPSILON = 0.05  # the one in the table
ATTACKS: dict[str, Callable[..., Tensor]] = {"FGSM": fgsm, "PGD, 10 steps": pgd}

# corruption or attack -> network -> accuracy at each severity
Accuracies = dict[str, dict[str, list[Interval]]]


class Subject(NamedTuple):
    """A network that takes pixels, and the images that it is tested on."""

    model: NormalizedModel
    pixels: Tensor  # (N, C, H, W), in [0, 1]
    labels: Tensor  # (N,)


def subject_of(folder: Path | str, n_images: int) -> Subject:
    """Open an image run with a random choice of its test images.

    Raises:
        UserError: not an image run, or no images are wanted.
    """
    if n_images < 1:
        raise UserError(f"{given('n_images', n_images)}: give at least 1.")
    model, info, _ = open_classifier(folder)
    test: ImageSet = load(info.data, "test", size=info.shape[1])
    # The same seed for each network: all of them are tested on the same images.
    order = torch.randperm(len(test), generator=torch.Generator().manual_seed(0))[:n_images]
    chosen = test.subset(order.sort().values)
    wrapped = NormalizedModel(model, *info.statistics).eval()
    return Subject(wrapped, chosen.images.float() / 255, chosen.labels)


@torch.no_grad()
def accuracy(subject: Subject, pixels: Tensor) -> Interval:
    """Fraction of right answers on images (N, C, H, W), with Wilson's interval."""
    answers = torch.cat([subject.model(part).argmax(1) for part in pixels.split(500)])
    return fraction(int((answers == subject.labels).sum()), len(pixels))


def corrupted(subject: Subject, name: str) -> list[Interval]:
    """Accuracy without corruption and at each severity of one."""
    severities = (0, *SEVERITIES)
    return [accuracy(subject, corrupt(subject.pixels, name, s)) for s in severities]


def attacked(subject: Subject, name: str, epsilons: Sequence[float] = EPSILONS) -> list[Interval]:
    """Accuracy at each severity of an attack."""
    found = []
    for epsilon in epsilons:
        pairs = zip(subject.pixels.split(250), subject.labels.split(250), strict=True)
        # Small parts: for the gradient the outputs of all layers are kept in memory.
        parts = [ATTACKS[name](subject.model, x, y, epsilon) for x, y in pairs]
        found.append(accuracy(subject, torch.cat(parts)))
    return found


def robustness(runs: Mapping[str, Path], *, n_images: int = 500) -> StudyResult:
    """Test networks under five kinds of corruption and two attacks.

    Args:
        runs: name to show -> run folder of an image network.
        n_images: test images to use, at least 1.

    Raises:
        UserError: no runs, or a run of another kind.
    """
    if not runs:
        raise UserError("give at least one run folder: gradatim robustness RUN...")
    subjects = {name: subject_of(folder, n_images) for name, folder in runs.items()}
    corruptions: Accuracies = {
        kind: {name: corrupted(s, kind) for name, s in subjects.items()} for kind in CORRUPTIONS
    }
    attacks: Accuracies = {
        kind: {name: attacked(s, kind) for name, s in subjects.items()} for kind in ATTACKS
    }
    header = ["network", "clean", *CORRUPTIONS, *(kind.split(",")[0] for kind in ATTACKS)]
    rows = [_row(name, corruptions, attacks) for name in subjects]
    worst = min(rows, key=lambda row: float(row[-1]))
    severities = (0.0, *map(float, SEVERITIES))
    return StudyResult(
        title="How robust is it?",
        lead=(
            f"{n_images} test images, corrupted and attacked. Under the stronger attack, with a "
            f"change of {SHOWN_EPSILON} of a pixel's range, the accuracy of {worst[0]} falls from "
            f"{worst[1]} % to {worst[-1]} %."
        ),
        tables=[ResultTable("Accuracy in percent", header, rows)],
        sections=[
            Section(title="Summary", body=(paragraph(SUMMARY_TEXT), html_table(header, rows))),
            Section(
                title="Corruptions",
                body=(paragraph(CORRUPTION_TEXT), *_plots(corruptions, severities, "severity")),
            ),
            Section(
                title="Attacks",
                body=(
                    paragraph(ATTACK_TEXT),
                    *_plots(attacks, EPSILONS, "largest change of a pixel, 0 to 1"),
                ),
            ),
        ],
    )


def _row(name: str, corruptions: Accuracies, attacks: Accuracies) -> list[str]:
    # Severity 0 of any corruption: the images as they are.
    clean = corruptions["noise"][name][0]
    cells = [name, f"{100 * clean.value:.1f}"]
    for of_networks in corruptions.values():
        values = [interval.value for interval in of_networks[name][1:]]
        cells.append(f"{100 * sum(values) / len(values):.1f}")
    at = EPSILONS.index(SHOWN_EPSILON)
    return cells + [f"{100 * attacks[kind][name][at].value:.1f}" for kind in ATTACKS]


def _plots(found: Accuracies, severities: Sequence[float], x: str) -> list[str]:
    """A figure for each kind, with a line for each network."""
    return [
        figure(
            charts.lines(
                {name: (severities, values) for name, values in of_networks.items()},
                x=x,
                y="accuracy (%)",
                title=kind[0].upper() + kind[1:],
                height=2.6,
            )
        )
        for kind, of_networks in found.items()
    ]


SUMMARY_TEXT = (
    "Accuracy in percent: on clean images, on average over five severities of each corruption, and "
    f"under attack with a change of {SHOWN_EPSILON} of a pixel's range."
)
CORRUPTION_TEXT = (
    "Five severities of five kinds of corruption; bands are 95 % intervals over the test images. "
    "The networks never saw corrupted images, except for the shifts and rotations that some were "
    "trained with."
)
ATTACK_TEXT = (
    "The attacker knows the network and changes every pixel by at most the given amount: in one "
    "step (FGSM), or in ten small ones (PGD). An attack that fails proves only that this attack "
    "was weak, not that the network is safe."
)
