"""The experiment of scarce data: accuracy against labels, method by method, and what each costs."""

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

import torch
from torch import Tensor

from gradatim.data import load
from gradatim.data.vision.batches import device_batches
from gradatim.data.vision.image_set import channel_statistics
from gradatim.experiments.label_propagation import Neighbours, vote
from gradatim.experiments.sweep import (
    ONCE,
    Cell,
    Findings,
    joules,
    metric,
    points,
    run_cells,
    seconds,
)
from gradatim.insight.html import charts
from gradatim.insight.html.page import Section, figure, paragraph
from gradatim.insight.html.page import table as html_table
from gradatim.recipes.options import values_of
from gradatim.recipes.registry import get
from gradatim.recipes.runs import open_run
from gradatim.recipes.vision.domain_adaptation import few_rows
from gradatim.recipes.vision.low_label import features, nearest_mean
from gradatim.stats import Interval, over_seeds
from gradatim.training import Run, RuntimeOptions
from gradatim.training.energy import EnergyMeter

PER_CLASS = (1, 2, 5, 10, 50, 500)
STEPS = {1: 150, 50: 300}  # of training, from this number of labels per class on
TEN = 10  # labels per class for the method that takes minutes


class Answered(NamedTuple):
    """A method without training: accuracy over the choices of labels, and the cost of one."""

    accuracy: Interval
    seconds: float
    joules: float


def fixmatch_options() -> dict[str, Any]:
    """Everything in which fashion-fixmatch differs from a run without unlabelled images."""
    plain, matched = (values_of(get(f"fashion-{name}")) for name in ("low-label", "fixmatch"))
    return {name: value for name, value in matched.items() if value != plain[name]}


def few_labels(
    data: str, out: Path, seeds: Sequence[int], options: RuntimeOptions | None
) -> Findings:
    """Compare the methods at every number of labels per class.

    Args:
        data: fashion or cifar10.
        out: folder of the runs.
        seeds: of the choice of labelled images, one run of each method each.
        options: where to compute.
    """
    folder, few = out / f"scarce-{data}", f"{data}-low-label"

    def train(label: str, n: int, changes: dict[str, Any]) -> list[Run]:
        cell = Cell(f"{label} {n}", few, {**changes, "labels_per_class": n, "evaluate_every": ONCE})
        return run_cells([cell], folder, seeds=seeds, options=options, title=cell.label)[cell.label]

    views = run_cells([Cell("views", f"{data}-simclr")], folder, options=options, title="views")[
        "views"
    ]
    begin = {"init_from": str(views[0].folder)}
    methods: dict[str, dict[str, Any]] = {
        "from scratch": {"method": "scratch"},
        "with augmentation": {"method": "augmented"},
        "frozen features": {"method": "frozen", **begin},
        "fine-tuned": {"method": "fine-tuned", **begin},
    }
    curves: dict[str, tuple[Sequence[int], list[Interval]]] = {}
    costs: list[list[str]] = []
    for label, changes in methods.items():
        values = []
        for n in PER_CLASS:
            runs = train(label, n, {**changes, "steps": STEPS[max(k for k in STEPS if k <= n)]})
            values.append(metric(runs, "accuracy"))
        curves[label] = PER_CLASS, values
        costs.append([f"{label}, {n} per class", f"{seconds(runs):.1f}", f"{joules(runs):,.0f}"])
    for label, found in _on_features(Looked(views[0]), seeds).items():
        curves[label] = PER_CLASS, [f.accuracy for f in found]
        costs.append([f"{label}, {n} per class", f"{found[-1].seconds:.1f}", f"{found[-1].joules:,.0f}"])  # fmt: skip  # noqa: E501
    matched = train("FixMatch", TEN, {**fixmatch_options(), **begin})
    curves["FixMatch"] = (TEN,), [metric(matched, "accuracy")]
    curves["FixMatch, then propagation"] = (TEN,), [_after_fixmatch(matched, seeds)]
    costs.append(
        [f"FixMatch, {TEN} per class", f"{seconds(matched):.1f}", f"{joules(matched):,.0f}"]
    )
    costs.append(["features without labels, once", f"{seconds(views):.1f}", f"{joules(views):,.0f}"])  # fmt: skip  # noqa: E501
    return _page(data, curves, costs)


def _page(
    data: str, curves: dict[str, tuple[Sequence[int], list[Interval]]], costs: list[list[str]]
) -> Findings:
    at_ten = {name: values[places.index(TEN)] for name, (places, values) in curves.items()}
    best = max(at_ten, key=lambda name: at_ten[name].value)
    gain = 100 * (at_ten[best].value - at_ten["from scratch"].value)
    lead = (
        f"Ten labels per class: {points(at_ten['from scratch'])} % from scratch, "
        f"{points(at_ten[best])} % {best} ({gain:+.1f} points)."
    )
    header = ("method", *(f"{n} per class" for n in PER_CLASS))
    rows = []
    for name, (places, values) in curves.items():
        known = dict(zip(places, values, strict=True))
        rows.append([name, *(points(known[n]) if n in known else "–" for n in PER_CLASS)])
    plot = charts.lines(curves, x="labels per class", y="accuracy (%)", log_x=True)
    sections = [
        Section(title="Accuracy against labels", body=(figure(plot), html_table(header, rows))),
        Section(title="What it costs", body=(html_table(("method", "seconds", "joules"), costs), paragraph(SCARCE))),  # noqa: E501
    ]  # fmt: skip
    return Findings(title="How many labels?", lead=lead, tables=[(data, header, rows)], sections=sections)  # fmt: skip  # noqa: E501


class Looked:
    """The features of both splits of a run's data set, and their graph of neighbours.

    Args:
        run: of `fashion-simclr`, `fashion-low-label` or the like.
    """

    @torch.no_grad()
    def __init__(self, run: Run) -> None:
        recipe, model, _, _ = open_run(run.folder)
        self.train, self.test = (load(recipe.data, split) for split in ("train", "test"))  # type: ignore[attr-defined]
        statistics = channel_statistics(self.train.images)
        self.seen, self.asked = (
            torch.cat([features(model, part) for part in device_batches(s.images, *statistics)])
            for s in (self.train, self.test)
        )  # (N, D), (M, D)
        self.graph = Neighbours(self.seen)
        self.nearest = self.graph.nearest(self.graph.place(self.asked))

    def by_mean(self, rows: Tensor) -> Tensor:
        """Classify the test images by the nearest class mean of these training images, (M,)."""
        return nearest_mean(self.seen[rows], self.train.labels[rows], self.asked)

    def by_propagation(self, rows: Tensor) -> Tensor:
        """Classify the test images by label propagation from these training images, (M,)."""
        known = torch.full_like(self.train.labels, -1)
        known[rows] = self.train.labels[rows]
        return vote(self.nearest, self.graph.propagate(known, len(self.train.classes)))

    def right(self, answers: Tensor) -> float:
        """Test accuracy, 0 to 1."""
        return (answers == self.test.labels).float().mean().item()


def _on_features(looked: Looked, seeds: Sequence[int]) -> dict[str, list[Answered]]:
    """Classify without training, at every number of labels per class."""
    found: dict[str, list[Answered]] = {}
    methods = {"nearest class mean": looked.by_mean, "label propagation": looked.by_propagation}
    for label, answer in methods.items():
        found[label] = []
        for n in PER_CLASS:
            meter, begin = EnergyMeter(torch.device("cpu")), perf_counter()
            right = [looked.right(answer(few_rows(looked.train, n, seed))) for seed in seeds]
            each = (perf_counter() - begin) / len(seeds), meter.read().joules / len(seeds)
            found[label].append(Answered(over_seeds(right), *each))
    return found


def _after_fixmatch(runs: Sequence[Run], seeds: Sequence[int]) -> Interval:
    """Propagate the labels that each run had along the graph of its own features."""
    right = []
    for run, seed in zip(runs, seeds, strict=True):
        looked = Looked(run)
        rows = few_rows(looked.train, TEN, seed)
        right.append(looked.right(looked.by_propagation(rows)))
    return over_seeds(right)


SCARCE = (
    "Bands are over the seeds, which choose other labelled images each time; the features without "
    "labels were learned once. Label propagation spreads the labels to the images with the most "
    "similar features, over all unlabelled ones, and uses that the classes are equally frequent. "
    "FixMatch starts from the features: it predicts pseudo-labels for weakly augmented images and "
    "trains on the confident ones with strongly augmented views; label propagation then uses its "
    "features. "
    "Where they fail: features that were trained to ignore zoom, flips and brightness cannot "
    "separate classes that differ in nothing else; where classes touch, one wrong edge spreads its "
    "label to many images; and a network that trains on its confident predictions also trains on "
    "its confident mistakes."
)
