"""`gradatim robustness`: accuracy of image networks under damage and under attack.

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
from gradatim.experiments.sweep import Findings
from gradatim.insight.attacks import Normalized, fgsm, pgd
from gradatim.insight.corruptions import CORRUPTIONS, SEVERITIES, corrupt
from gradatim.insight.html import charts
from gradatim.insight.html.page import Section, figure, paragraph
from gradatim.insight.html.page import table as html_table
from gradatim.recipes.vision.classification import open_classifier
from gradatim.stats import Interval, fraction

EPSILONS = (0.0, 0.01, 0.02, 0.05, 0.1, 0.2)  # largest change of a pixel, in [0, 1]
ATTACKS: dict[str, Callable[..., Tensor]] = {"FGSM": fgsm, "PGD, 10 steps": pgd}


class Subject(NamedTuple):
    """A network that takes pixels, and the pictures it is tested on."""

    model: Normalized
    pixels: Tensor  # (N, C, H, W), in [0, 1]
    labels: Tensor  # (N,)


def subject_of(folder: Path | str, n_images: int) -> Subject:
    """Open an image run with test images, as many of each class as the test set has.

    Raises:
        UserError: not an image run, or no images are wanted.
    """
    if n_images < 1:
        raise UserError(f"{n_images} images: give at least 1.")
    model, info, _ = open_classifier(folder)
    test: ImageSet = load(info.data, "test", size=info.shape[1])
    order = torch.randperm(len(test), generator=torch.Generator().manual_seed(0))[:n_images]
    chosen = test.subset(order.sort().values)
    wrapped = Normalized(model, *info.statistics).eval()
    return Subject(wrapped, chosen.images.float() / 255, chosen.labels)


@torch.no_grad()
def accuracy(subject: Subject, pixels: Tensor) -> Interval:
    """Accuracy with Wilson's interval."""
    answers = torch.cat([subject.model(part).argmax(1) for part in pixels.split(500)])
    return fraction(int((answers == subject.labels).sum()), len(pixels))


def corrupted(subject: Subject, name: str) -> list[Interval]:
    """Accuracy without corruption and at each strength."""
    strengths = (0, *SEVERITIES)
    return [accuracy(subject, corrupt(subject.pixels, name, s)) for s in strengths]


def attacked(subject: Subject, name: str, epsilons: Sequence[float] = EPSILONS) -> list[Interval]:
    """Accuracy at each strength of an attack."""
    found = []
    for epsilon in epsilons:
        pairs = zip(subject.pixels.split(250), subject.labels.split(250), strict=True)
        parts = [ATTACKS[name](subject.model, x, y, epsilon) for x, y in pairs]
        found.append(accuracy(subject, torch.cat(parts)))
    return found


def robustness(runs: Mapping[str, Path], *, n_images: int = 500) -> Findings:
    """Measure the accuracy of networks under five corruptions and two attacks.

    Args:
        runs: name to show -> run folder of an image network.
        n_images: test images to use.

    Raises:
        UserError: no runs, or a run of another kind.
    """
    if not runs:
        raise UserError("give at least one run folder: gradatim robustness RUN...")
    subjects = {name: subject_of(folder, n_images) for name, folder in runs.items()}
    strengths = (0.0, *map(float, SEVERITIES))
    damage = {k: {n: corrupted(s, k) for n, s in subjects.items()} for k in CORRUPTIONS}
    attacks = {k: {n: attacked(s, k) for n, s in subjects.items()} for k in ATTACKS}
    header = ["network", "clean", *CORRUPTIONS, *(k.split(",")[0] for k in ATTACKS)]  # fmt: skip
    rows = []
    for name in subjects:
        clean = damage["noise"][name][0]
        cells = [f"{100 * clean.value:.1f}"]
        for kind in CORRUPTIONS:
            cells.append(f"{sum(100 * v.value for v in damage[kind][name][1:]) / len(SEVERITIES):.1f}")  # fmt: skip  # noqa: E501
        at = EPSILONS.index(0.05)
        cells += [f"{100 * attacks[kind][name][at].value:.1f}" for kind in ATTACKS]
        rows.append([name, *cells])
    body = [paragraph(CORRUPTION_TEXT)]
    for kind, curves in damage.items():
        series: charts.Series = {name: (strengths, values) for name, values in curves.items()}
        body.append(figure(charts.lines(series, x="strength", y="accuracy (%)", title=kind.capitalize(), height=2.6)))  # fmt: skip  # noqa: E501
    under_attack = [paragraph(ATTACK_TEXT)]
    for kind, curves in attacks.items():
        series = {name: (EPSILONS, values) for name, values in curves.items()}
        under_attack.append(figure(charts.lines(series, x="largest change of a pixel, 0 to 1", y="accuracy (%)", title=kind, height=2.6)))  # fmt: skip  # noqa: E501
    worst = min(rows, key=lambda row: float(row[-1]))
    lead = (
        f"{n_images} test images, corrupted and attacked. Under the stronger attack, with a change "
        f"of 0.05 of a pixel's range, {worst[0]} keeps {worst[-1]} % of {worst[1]} %."
    )
    sections = [
        Section(title="At a glance", body=(paragraph(GLANCE), html_table(header, rows))),
        Section(title="Corruptions", body=body),
        Section(title="Attack", body=under_attack),
    ]
    return Findings(
        title="How much does it take to fool it?",
        lead=lead,
        tables=[("Accuracy in percent", header, rows)],
        sections=sections,
    )


GLANCE = (
    "Accuracy in percent: on clean images, on average over five strengths of each corruption, and "
    "under attack with a change of 0.05 of a pixel's range."
)
CORRUPTION_TEXT = (
    "Five strengths of five corruptions; bands are 95 % intervals over the test images. The "
    "networks never saw corrupted images, except for the shifts and rotations that some were "
    "trained with."
)
ATTACK_TEXT = (
    "The attacker knows the network and moves every pixel by at most the given amount: one step "
    "(FGSM), or ten small ones (PGD). The failure of the test itself: an attack that fails does "
    "not prove that a network is safe, only that this attack was weak."
)
