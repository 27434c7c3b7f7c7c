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
from gradatim.errors import UserError
from gradatim.insight.activations import feature_maps, first_kernels, kind
from gradatim.insight.attribution import grad_cam, heat_map, saliency
from gradatim.insight.html import figures
from gradatim.insight.html.page import Section, figure, paragraph, side_by_side, subheading
from gradatim.insight.html.svg import rgb_array
from gradatim.insight.html.tiles import tiles
from gradatim.models.own_classes import OwnClasses
from gradatim.models.vision.perceptron import Perceptron
from gradatim.recipes.vision.classification import open_classifier
from gradatim.reports.classification import class_sections

N_MISTAKES = 20  # in the report of one run
N_MISTAKES_EACH = 10  # where several networks are compared
HEAT = (0.9, 0.4, 0.0)  # red, green and blue of what counts most
MOST_LABELED = 20  # classes: more names do not fit below the weights of a perceptron


@dataclass(frozen=True)
class Predictions:
    """A trained image network, its test images, and what it predicts for them."""

    name: str
    model: nn.Module
    test: ImageSet
    mean: Tensor  # (C,)
    std: Tensor  # (C,)
    probabilities: Tensor  # (N, K)

    @property
    def classes(self) -> Tensor:
        """The most probable class of each test image, (N,)."""
        return self.probabilities.argmax(1)

    def normalized(self, index: int) -> Tensor:
        """A test image as the network reads it, (C, H, W)."""
        return next(device_batches(self.test.images[index : index + 1], self.mean, self.std))[0]


@torch.no_grad()
def predict_test_set(name: str, folder: Path) -> Predictions:
    """Open an image run and predict the classes of its test images.

    Args:
        name: to show.
        folder: of the run.

    Raises:
        UserError: not a run, no weights yet, or the data is not there.
    """
    model, info, _ = open_classifier(folder)
    test = load(info.data, "test", size=info.shape[1], classes=info.classes)
    mean, std = info.statistics
    parts = device_batches(test.images, mean, std)
    answer = model.with_responses if isinstance(model, OwnClasses) else lambda part: (model(part),)
    probabilities = torch.cat([answer(part)[0].softmax(1) for part in parts])
    return Predictions(name, model, test, mean, std, probabilities)


def answers_of(folder: Path) -> tuple[Tensor, Tensor]:
    """Probabilities (N, K) of a run for its test images, and their classes (N,)."""
    predicted = predict_test_set("", folder)
    return predicted.probabilities, predicted.test.labels


def image_sections(folder: Path) -> list[Section]:
    """The sections about one image run."""
    predicted = predict_test_set("", folder)
    n_right = int((predicted.classes == predicted.test.labels).sum())
    text = (
        f"{n_right:,} of {len(predicted.test.labels):,} test images are classified correctly. "
        f"{CONFUSION_TEXT}"
    )
    body = [paragraph(text), figure(confusion_figure(predicted))]
    sections = [Section(title="Confusion matrix", body=body)]
    test = predicted.test
    sections += class_sections(predicted.probabilities, test.labels, test.classes)
    for title, text, svg in (
        ("Most confident mistakes", MISTAKES_TEXT, mistakes_figure(predicted, N_MISTAKES)),
        ("Weights of the first layer", KERNELS_TEXT, kernels_figure(predicted)),
        ("Feature maps", MAPS_TEXT, maps_figure(predicted, 0)),
    ):
        if svg:
            sections.append(Section(title=title, body=[paragraph(text), figure(svg)]))
    return sections


def tour_sections(networks: Sequence[Predictions]) -> list[Section]:
    """The sections that compare several networks on the same test images."""
    confusions = [figure(confusion_figure(network)) for network in networks]
    kernels: list[str] = [paragraph(KERNELS_TEXT)]
    maps: list[str] = [paragraph(MAPS_TEXT)]
    mistakes: list[str] = [paragraph(MISTAKES_TEXT)]
    for network in networks:
        for body, svg in (
            (kernels, kernels_figure(network)),
            (maps, maps_figure(network, 0)),
            (mistakes, mistakes_figure(network, N_MISTAKES_EACH)),
        ):
            if svg:
                body += [subheading(network.name), figure(svg)]
    text = paragraph(CONFUSION_TEXT)
    return [
        Section(title="Confusion matrices", body=[text, side_by_side(confusions)]),
        Section(title="Weights of the first layers", body=kernels),
        Section(title="Feature maps by depth", body=maps),
        Section(title="Most confident mistakes", body=mistakes),
    ]


CONFUSION_TEXT = (
    "A row is the true class, a column the predicted one: blue is right, orange is wrong."
)
MISTAKES_TEXT = (
    "The wrong predictions with the highest probability: true class → predicted class, "
    "probability. Below each image, in orange, what spoke for the wrong class: the places of the "
    "last feature maps that raise its score (Grad-CAM), or in a network without maps the pixels "
    "that move it most (saliency)."
)
KERNELS_TEXT = (
    "The weights of the first layer as images: orange is positive, blue negative, the color of the "
    "page zero; each is scaled to its own largest weight."
)
MAPS_TEXT = (
    "One test image on its way through the network: with depth there are more maps, and smaller "
    "ones. Orange is above zero, blue below; a row is scaled to its largest value, and the maps "
    "with the largest values come first."
)


def confusion_counts(truth: Tensor, predicted: Tensor, n_classes: int) -> Tensor:
    """Count how often each class was predicted for each true class; truth by prediction, (K, K)."""
    pairs = truth * n_classes + predicted
    return torch.bincount(pairs, minlength=n_classes**2).reshape(n_classes, n_classes)


def confusion_figure(predicted: Predictions) -> str:
    """The confusion matrix of the test images."""
    classes = predicted.test.classes
    counts = confusion_counts(predicted.test.labels, predicted.classes, len(classes))
    return figures.confusion_matrix(counts, classes, predicted.name)


def mistakes_figure(predicted: Predictions, n: int) -> str:
    """The n wrong predictions with the highest probability; empty where there is none."""
    probability, classes = predicted.probabilities.max(1)  # (N,)
    labels, names = predicted.test.labels, predicted.test.classes
    wrong = (classes != labels).nonzero().flatten()
    worst = wrong[probability[wrong].argsort(descending=True)][:n].tolist()
    if not worst:
        return ""
    captions = [_caption(names[labels[i]], names[classes[i]], probability[i]) for i in worst]
    images = np.stack([rgb_array(predicted.test.images[i]) for i in worst])
    above_their_maps = np.concatenate([images, heat_maps(predicted, worst, images)], 1)
    what = "Wrong predictions, with the true class of each"
    return tiles(above_their_maps, captions, what=what)


def heat_maps(predicted: Predictions, which: list[int], images: np.ndarray) -> np.ndarray:
    """What spoke for the predicted class, in orange on the pale image, (N, H, W, 3).

    Args:
        predicted: a network and its test images.
        which: numbers of N of them.
        images: these, (N, H, W, 3), in [0, 1].
    """
    inputs = torch.stack([predicted.normalized(i) for i in which])  # (N, C, H, W)
    targets = predicted.classes[which]
    try:
        heat = heat_map(grad_cam(predicted.model, inputs, targets))  # (N, H, W)
    except UserError:  # no feature maps, as in a perceptron
        heat = heat_map(saliency(predicted.model, inputs, targets))
    pale = 1 - 0.5 * (1 - images.mean(3, keepdims=True))
    strength = heat.numpy()[..., None]
    return (1 - strength) * pale + strength * np.array(HEAT)


def _caption(truth: str, predicted: str, probability: Tensor) -> str:
    arrow = " → " if len(truth) + len(predicted) <= 6 else "\n→ "  # long names take two lines
    return f"{truth}{arrow}{predicted}\n{100 * probability:.0f} %"


def kernels_figure(predicted: Predictions) -> str:
    """The weights of the first layer; empty where they are not images."""
    shape = tuple(predicted.test.images.shape[1:])
    weights = first_kernels(predicted.model, shape)  # type: ignore[arg-type]
    if weights is None:
        return ""
    # Only a perceptron's first layer has one image of weights per class, to be labeled with it.
    per_class = isinstance(predicted.model, Perceptron)
    few = len(predicted.test.classes) <= MOST_LABELED
    return figures.kernels(weights, predicted.test.classes if per_class and few else ())


def maps_figure(predicted: Predictions, index: int) -> str:
    """The feature maps of a test image; empty for a network without maps."""
    maps = feature_maps(predicted.model, predicted.normalized(index))
    if not maps:
        return ""
    rows = [(kind(predicted.model, name), values) for name, values in maps.items()]
    return figures.map_rows(rgb_array(predicted.test.images[index]), rows)
