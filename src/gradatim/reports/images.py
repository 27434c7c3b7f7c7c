"""What the report of an image recipe shows: mistakes, first-layer weights, feature maps.

Shapes: N images, C channels, H and W height and width, K classes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from gradatim.data import load
from gradatim.data.vision.batches import device_batches
from gradatim.data.vision.image_set import ImageSet
from gradatim.insight.activations import feature_maps, first_kernels, kind
from gradatim.insight.html import figures
from gradatim.insight.html.page import Section, figure, paragraph, side_by_side, subheading
from gradatim.insight.html.svg import rgb_array
from gradatim.models.vision.perceptron import Perceptron
from gradatim.recipes.vision.classification import open_classifier


@dataclass(frozen=True)
class Look:
    """A trained image network, its test images, and what it answered."""

    name: str
    model: nn.Module
    test: ImageSet
    mean: Tensor  # (C,)
    std: Tensor  # (C,)
    shares: Tensor  # probabilities, (N, K)

    @property
    def answers(self) -> Tensor:
        """The class of each test image according to the network, (N,)."""
        return self.shares.argmax(1)

    def normalised(self, index: int) -> Tensor:
        """A test image as the network sees it, (C, H, W)."""
        return next(device_batches(self.test.images[index : index + 1], self.mean, self.std))[0]


@torch.no_grad()
def look_at(name: str, folder: Path) -> Look:
    """Open an image run and let it answer its test images.

    Args:
        name: to show.
        folder: of the run.

    Raises:
        UserError: not a run, no weights yet, or the data is not there.
    """
    model, info, _ = open_classifier(folder)
    test = load(info.data, "test", size=info.shape[1])
    mean, std = info.statistics
    parts = device_batches(test.images, mean, std)
    shares = torch.cat([model(part).softmax(1) for part in parts])
    return Look(name, model, test, mean, std, shares)


def image_sections(folder: Path) -> list[Section]:
    """The sections about one image run."""
    look = look_at("", folder)
    n_right = int((look.answers == look.test.labels).sum())
    sections = [
        Section(
            title="Right and wrong",
            body=[
                paragraph(
                    f"{n_right:,} of {len(look.test.labels):,} test images were named rightly. "
                    "A row is the true class, a column the answer: blue is right, orange is wrong."
                ),
                figure(confusion_figure(look)),
            ],
        )
    ]
    mistakes = mistakes_figure(look, 20)
    if mistakes:
        text = "The wrong answers that the network was surest of: truth → answer, and how sure."
        sections.append(Section(title="Mistakes", body=[paragraph(text), figure(mistakes)]))
    weights = kernels_figure(look)
    if weights:
        body = [paragraph(KERNELS_TEXT), figure(weights)]
        sections.append(Section(title="What the first layer looks for", body=body))
    maps = maps_figure(look, 0)
    if maps:
        body = [paragraph(MAPS_TEXT), figure(maps)]
        sections.append(Section(title="Feature maps", body=body))
    return sections


KERNELS_TEXT = (
    "The weights of the first layer as pictures: orange counts for, blue against, and the colour "
    "of paper does not count; each is scaled to its own largest weight."
)
MAPS_TEXT = (
    "One test image on its way through the network: with depth the maps become more and smaller. "
    "Orange is above zero, blue below; a row is scaled to its largest value, and its maps with "
    "the largest values come first."
)


def confusion_counts(truth: Tensor, answers: Tensor, n_classes: int) -> Tensor:
    """Count how often each class was taken for each; truth by answer, (K, K)."""
    pairs = truth * n_classes + answers
    return torch.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes)


def confusion_figure(look: Look) -> str:
    """Which class was taken for which."""
    classes = look.test.classes
    counts = confusion_counts(look.test.labels, look.answers, len(classes))
    return figures.confusion_matrix(counts, classes, look.name)


def mistakes_figure(look: Look, n: int) -> str:
    """The n wrong answers given with most confidence; empty where there is none."""
    sure, answers = look.shares.max(1)  # (N,)
    wrong = (answers != look.test.labels).nonzero().flatten()
    worst = wrong[sure[wrong].argsort(descending=True)][:n].tolist()
    if not worst:
        return ""
    names = look.test.classes
    captions = [_caption(names[look.test.labels[i]], names[answers[i]], sure[i]) for i in worst]
    pictures = np.stack([rgb_array(look.test.images[i]) for i in worst])
    return figures.tiles(pictures, captions, what="Wrong answers: truth and answer of each image")


def _caption(truth: str, answer: str, sure: Tensor) -> str:
    arrow = " → " if len(truth) + len(answer) <= 6 else "\n→ "
    return f"{truth}{arrow}{answer}\n{100 * sure:.0f} %"


def kernels_figure(look: Look) -> str:
    """The weights of the first layer; empty where they are no pictures."""
    weights = first_kernels(look.model, tuple(look.test.images.shape[1:]))  # type: ignore[arg-type]
    if weights is None:
        return ""
    is_vote = isinstance(look.model, Perceptron) and len(look.test.classes) <= 20
    return figures.kernels(weights, look.test.classes if is_vote else ())


def maps_figure(look: Look, index: int) -> str:
    """The feature maps of a test image; empty for a network without maps."""
    maps = feature_maps(look.model, look.normalised(index))
    if not maps:
        return ""
    rows = [(kind(look.model, name), values) for name, values in maps.items()]
    return figures.map_rows(rgb_array(look.test.images[index]), rows)


def ladder_sections(looks: Sequence[Look]) -> list[Section]:
    """The sections that compare several networks on the same test images."""
    confusions = [figure(confusion_figure(look)) for look in looks]
    kernels: list[str] = [paragraph(KERNELS_TEXT)]
    maps: list[str] = [paragraph(MAPS_TEXT)]
    mistakes: list[str] = [paragraph("The wrong answers that each network was surest of.")]
    for look in looks:
        for body, svg in (
            (kernels, kernels_figure(look)),
            (maps, maps_figure(look, 0)),
            (mistakes, mistakes_figure(look, 10)),
        ):
            if svg:
                body += [subheading(look.name), figure(svg)]
    text = "A row is the true class, a column the answer: blue is right, orange is wrong."
    return [
        Section(title="Right and wrong", body=[paragraph(text), side_by_side(confusions)]),
        Section(title="What the first layers look for", body=kernels),
        Section(title="Feature maps grow with depth", body=maps),
        Section(title="Mistakes", body=mistakes),
    ]
