"""Scarce data: accuracy against the number of labels, method by method, and what each costs.

Shapes: N training images, M test images, D features, B labeled images.
"""

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

import torch
from torch import Tensor

from gradatim.data import load
from gradatim.data.info import ImageInfo
from gradatim.data.vision.batches import device_batches
from gradatim.experiments.label_propagation import SimilarityGraph, vote
from gradatim.experiments.study import ResultTable, StudyResult, percent
from gradatim.experiments.sweep import (
    Condition,
    joules,
    metric,
    run_condition,
    seconds,
)
from gradatim.insight.html import charts
from gradatim.insight.html.page import Section, figure, paragraph
from gradatim.insight.html.page import table as html_table
from gradatim.recipes.options import values_of
from gradatim.recipes.registry import get
from gradatim.recipes.runs import open_run
from gradatim.recipes.vision.domain_adaptation import few_rows
from gradatim.recipes.vision.low_label.task import features, nearest_mean
from gradatim.stats import Interval, over_seeds
from gradatim.training import Run, RuntimeOptions
from gradatim.training.energy import EnergyMeter

LABELS_PER_CLASS = (1, 2, 5, 10, 50, 500)
STEPS = {1: 150, 50: 300}  # of training, from so many labeled images per class on
TEN = 10  # labeled images per class for FixMatch, of which a run takes minutes

# method -> numbers of labels per class, accuracy at each
Curves = dict[str, tuple[Sequence[int], Sequence[Interval]]]


class BaselineResult(NamedTuple):
    """A method without training: accuracy over the choices of labels, and the cost of one."""

    accuracy: Interval
    seconds: float
    joules: float


def compare_low_label(
    data: str, out: Path, seeds: Sequence[int], options: RuntimeOptions | None
) -> StudyResult:
    """Compare methods at every number of labeled images.

    Args:
        data: fashion or cifar10.
        out: folder of the runs.
        seeds: of the choices of labeled images, one run of each method each.
        options: where to compute.
    """
    folder, recipe = out / f"scarce-{data}", f"{data}-low-label"

    def train(label: str, n: int, changes: dict[str, Any]) -> list[Run]:
        condition = Condition(f"{label} {n}", recipe, {**changes, "labels_per_class": n})
        return run_condition(condition, folder, seeds=seeds, options=options)

    pretrained = run_condition(Condition("simclr", f"{data}-simclr"), folder, options=options)
    start = {"init_from": str(pretrained[0].folder)}
    methods: dict[str, dict[str, Any]] = {
        "from scratch": {"method": "scratch"},
        "with augmentation": {"method": "augmented"},
        "frozen features": {"method": "frozen", **start},
        "fine-tuned": {"method": "fine-tuned", **start},
    }
    curves: Curves = {}
    costs: list[list[str]] = []
    for label, changes in methods.items():
        values = []
        for n in LABELS_PER_CLASS:
            steps = STEPS[max(k for k in STEPS if k <= n)]
            runs = train(label, n, {**changes, "steps": steps})
            values.append(metric(runs, "accuracy"))
        curves[label] = LABELS_PER_CLASS, values
        costs.append(_cost(f"{label}, {n} per class", seconds(runs), joules(runs)))
    for label, found in _without_training(FrozenFeatures(pretrained[0]), seeds).items():
        curves[label] = LABELS_PER_CLASS, [f.accuracy for f in found]
        costs.append(_cost(f"{label}, {n} per class", found[-1].seconds, found[-1].joules))
    matched = train("FixMatch", TEN, {**fixmatch_options(), **start})
    curves["FixMatch"] = (TEN,), [metric(matched, "accuracy")]
    curves["FixMatch, then propagation"] = (TEN,), [_after_fixmatch(matched, seeds)]
    costs.append(_cost(f"FixMatch, {TEN} per class", seconds(matched), joules(matched)))
    costs.append(_cost("features without labels, once", seconds(pretrained), joules(pretrained)))
    how_known = matched[0].summary()["energy"]["source"].partition(" ")[0]  # measured or estimated
    return _result(data, curves, costs, f"joules, {how_known}")


def fixmatch_options() -> dict[str, Any]:
    """Everything in which fashion-fixmatch differs from a run without unlabeled images."""
    plain, matched = (values_of(get(f"fashion-{name}")) for name in ("low-label", "fixmatch"))
    return {name: value for name, value in matched.items() if value != plain[name]}


def _cost(label: str, seconds: float, joules: float) -> list[str]:
    return [label, f"{seconds:.1f}", f"{joules:,.0f}"]


def _result(data: str, curves: Curves, costs: list[list[str]], energy: str) -> StudyResult:
    at_ten = {name: values[places.index(TEN)] for name, (places, values) in curves.items()}
    best = max(at_ten, key=lambda name: at_ten[name].value)
    gain = 100 * (at_ten[best].value - at_ten["from scratch"].value)
    header = ("method", *(f"{n} per class" for n in LABELS_PER_CLASS))
    rows = []
    for name, (places, values) in curves.items():
        known = dict(zip(places, values, strict=True))
        cells = (percent(known[n]) if n in known else "–" for n in LABELS_PER_CLASS)
        rows.append([name, *cells])
    plot = charts.lines(curves, x="labeled images per class", y="accuracy (%)", log_x=True)
    return StudyResult(
        title="How many labels?",
        lead=(
            f"Ten labeled images per class: {percent(at_ten['from scratch'])} % from scratch, "
            f"{percent(at_ten[best])} % {best} ({gain:+.1f} points)."
        ),
        tables=[ResultTable(data, header, rows)],
        sections=[
            Section(title="Accuracy against labels", body=(figure(plot), html_table(header, rows))),
            Section(
                title="Cost",
                body=(html_table(("method", "seconds", energy), costs), paragraph(METHODS_TEXT)),
            ),
        ],
    )


class FrozenFeatures:
    """The features that the network of a run has for a data set, and their similarity graph.

    Args:
        run: of `fashion-simclr`, `fashion-low-label` or their like.
    """

    @torch.no_grad()
    def __init__(self, run: Run) -> None:
        _, model, info, _ = open_run(run.folder)
        assert isinstance(info, ImageInfo)
        self.train, self.test = (load(info.data, split) for split in ("train", "test"))
        self.train_features, self.test_features = (
            torch.cat([features(model, x) for x in device_batches(s.images, *info.statistics)])
            for s in (self.train, self.test)
        )  # (N, D), (M, D)
        # The graph joins training images only: a test image is classified, never learned from.
        self.graph = SimilarityGraph(self.train_features)
        self.nearest = self.graph.nearest(self.graph.place(self.test_features))

    def by_mean(self, rows: Tensor) -> Tensor:
        """Classify the test images by the nearest class mean of training images (B,); (M,)."""
        labels = self.train.labels[rows]
        return nearest_mean(self.train_features[rows], labels, self.test_features)

    def by_propagation(self, rows: Tensor) -> Tensor:
        """Classify the test images by label propagation from training images (B,); (M,)."""
        known = torch.full_like(self.train.labels, -1)
        known[rows] = self.train.labels[rows]
        return vote(self.nearest, self.graph.propagate(known, len(self.train.classes)))

    def accuracy(self, answers: Tensor) -> float:
        """Fraction of right answers (M,)."""
        return (answers == self.test.labels).float().mean().item()


def _without_training(
    frozen: FrozenFeatures, seeds: Sequence[int]
) -> dict[str, list[BaselineResult]]:
    """Measure what needs features only, at every number of labeled images."""
    found: dict[str, list[BaselineResult]] = {}
    methods = {"nearest class mean": frozen.by_mean, "label propagation": frozen.by_propagation}
    for label, classify in methods.items():
        found[label] = []
        for n in LABELS_PER_CLASS:
            meter, begin = EnergyMeter(torch.device("cpu")), perf_counter()
            right = [frozen.accuracy(classify(few_rows(frozen.train, n, s))) for s in seeds]
            cost = (perf_counter() - begin) / len(seeds), meter.read().joules / len(seeds)
            found[label].append(BaselineResult(over_seeds(right), *cost))
    return found


def _after_fixmatch(runs: Sequence[Run], seeds: Sequence[int]) -> Interval:
    """Propagate the labels of each run along the graph of its own features."""
    right = []
    for run, seed in zip(runs, seeds, strict=True):
        frozen = FrozenFeatures(run)
        rows = few_rows(frozen.train, TEN, seed)
        right.append(frozen.accuracy(frozen.by_propagation(rows)))
    return over_seeds(right)


METHODS_TEXT = (
    "Bands are over the seeds, each of which chooses other labeled images; the features without "
    "labels were learned once. Label propagation spreads the labels over all unlabeled images, "
    "along edges between similar features, and uses that the classes are equally frequent. "
    "FixMatch starts from these features: it predicts pseudo-labels for weakly augmented images "
    "and trains on the confident ones with strongly augmented views; labels are then propagated "
    "along its own features. Where they fail: features that were trained to ignore zoom, flips and "
    "brightness cannot separate classes that differ in nothing else; one wrong edge between "
    "classes spreads its label to many images; and a network that trains on its confident "
    "predictions also trains on its confident mistakes."
)
