"""`gradatim beyond`: chapter 6 as experiments: an unseen data set, scarce data, medical images."""

from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

import numpy as np
import torch
from rich.console import Console
from torch import Tensor

from gradatim.data import load
from gradatim.data.batches import device_batches
from gradatim.data.images import channel_statistics
from gradatim.errors import UserError, nearest
from gradatim.insight import charts
from gradatim.insight.intervals import Interval, over_seeds
from gradatim.insight.report import Section, figure, paragraph
from gradatim.insight.report import table as html_table
from gradatim.recipes.base import open_run
from gradatim.recipes.diagnoses import diagnose
from gradatim.recipes.experiment import Cell, Findings, joules, metric, points, run_cells, seconds
from gradatim.recipes.propagation import Neighbours, vote
from gradatim.recipes.scarce import features, nearest_mean
from gradatim.recipes.shift import adapt_batch_norm, features_of, few_rows, shrink
from gradatim.training import Run, RuntimeOptions
from gradatim.training.energy import EnergyMeter

REPAIRS: dict[str, dict[str, Any]] = {
    "source only": {},
    "augmentation": {"stretch": 1.0},
    "deep CORAL": {"align": 1.0},
    "self-training": {"stretch": 1.0, "self_training": 1.0},
    "same frame": {"frame": True},
    "same frame and self-training": {"frame": True, "stretch": 0.5, "self_training": 1.0},
}
LABELLED = (1, 5, 10, 20, 50, 100, 200)  # images a class for fine-tuning
SHOWN = 400  # test pictures of each set on the plane
ONCE = 10_000  # steps between evaluations: more than any run here has, so only at the end
PER_CLASS = (1, 2, 5, 10, 50, 500)
TUNING: dict[str, Any] = {
    "steps": 150, "learning_rate": 1e-3, "stretch": 0.5, "batch_size": 64, "evaluate_every": ONCE,
}  # fmt: skip
STEPS = {1: 150, 50: 300}  # of training from so many labelled pictures a class on


def beyond(
    parts: Sequence[str] = (),
    out: Path = Path("runs/beyond"),
    *,
    n_seeds: int = 5,
    options: RuntimeOptions | None = None,
) -> list[Path]:
    """Run the experiments of chapter 6; each writes a page.

    Args:
        parts: some of `PARTS`; all of them when none are named.
        out: folder of the runs and pages.
        n_seeds: repetitions of each training.
        options: where to compute.

    Raises:
        UserError: no such part, or no seeds.
    """
    for part in parts:
        if part not in PARTS:
            raise UserError(f"there is no experiment {part!r}: {nearest(part, PARTS)}")
    if n_seeds < 1:
        raise UserError(f"{n_seeds} seeds: give at least 1.")
    pages = []
    for part in parts or PARTS:
        begin = perf_counter()
        findings = PARTS[part](out, range(n_seeds), options)
        pages.append(findings.write(out / f"{part}.html", f"gradatim beyond {part}"))
        spent = perf_counter() - begin
        Console().print(f"[bold]{findings.title}[/] {findings.lead} [dim]({spent:.0f} s, {pages[-1]})[/]")  # fmt: skip  # noqa: E501
    return pages


def shift(recipe: str) -> Callable[[Path, Sequence[int], RuntimeOptions | None], Findings]:
    """Make the experiment of one direction."""

    def experiment(out: Path, seeds: Sequence[int], options: RuntimeOptions | None) -> Findings:
        folder = out / recipe
        cells = [Cell(label, recipe, {**changes, "evaluate_every": ONCE}) for label, changes in REPAIRS.items()]  # fmt: skip  # noqa: E501
        found = run_cells(cells, folder, seeds=seeds, options=options, title=recipe)
        rows = [
            [label, points(metric(runs, "accuracy")), points(metric(runs, "accuracy_source")), "0", f"{seconds(runs):.0f}"]  # noqa: E501
            for label, runs in found.items()
        ]  # fmt: skip
        adapted = [_adabn(run) for run in found["source only"]]
        rows.insert(1, ["AdaBN", points(over_seeds(adapted)), "–", "0", "0"])
        curve = []
        for n in LABELLED:
            tuned: list[Run] = []
            for seed, run in zip(seeds, found["source only"], strict=True):
                changes = {"labelled": n, "start": str(run.folder), **TUNING}
                cell = Cell(f"tuned on {n}", recipe, changes)
                tuned += run_cells([cell], folder, seeds=[seed], options=options, title=cell.label)[cell.label]  # fmt: skip  # noqa: E501
            curve.append(metric(tuned, "accuracy"))
            rows.append([f"fine-tuned, {n} a class", points(curve[-1]), "–", str(10 * n), f"{seconds(tuned):.0f}"])  # fmt: skip  # noqa: E501
        header = ("repair", "target (%)", "source (%)", "target labels", "seconds a run")
        source, target = recipe.split("-to-")
        names = [source.upper(), target.upper()]
        best = metric(found["self-training"], "accuracy")
        plain = metric(found["source only"], "accuracy")
        enough = [n for n, c in zip(LABELLED, curve, strict=True) if c.value >= best.value]
        lead = (
            f"Learned on {names[0]}, read on {names[1]}: {points(plain)} %. Self-training without "
            f"one label of the target makes it {points(best)} %; fine-tuning needs "
            + (f"{enough[0]} labelled pictures a class for that." if enough else f"more than {LABELLED[-1]} labelled pictures a class for that.")  # noqa: E501
        )  # fmt: skip
        series: charts.Series = {
            "fine-tuned": (LABELLED, curve),
            "self-training, no labels": (LABELLED, [best] * len(LABELLED)),
            "source only": (LABELLED, [plain] * len(LABELLED)),
        }
        planes = {label: _plane(found[label][0], source, target) for label in ("source only", "self-training")}  # fmt: skip  # noqa: E501
        lines = charts.lines(series, x="labelled pictures a class", y="accuracy on the target (%)", log_x=True)  # fmt: skip  # noqa: E501
        sections = [
            Section(title="The repairs", body=(paragraph(SHIFT), html_table(header, rows), figure(lines))),  # noqa: E501
            Section(title="The two sets on one plane", body=(paragraph(PLANE), figure(charts.clouds(planes, names)))),  # noqa: E501
        ]  # fmt: skip
        return Findings(title=f"From {names[0]} to {names[1]}", lead=lead, tables=[(recipe, header, rows)], sections=sections)  # fmt: skip  # noqa: E501

    return experiment


def _adabn(run: Run) -> float:
    """Accuracy on the target after batch norm took the target's statistics."""
    recipe, model, _, _ = open_run(run.folder)
    adapt_batch_norm(model, shrink(load(recipe.target, "train")))  # type: ignore[attr-defined]
    test = load(recipe.target, "test")  # type: ignore[attr-defined]
    with torch.no_grad():
        answers = torch.cat([model(part).argmax(1) for part in shrink(test).split(1000)])
    return (answers == test.labels).float().mean().item()


@torch.no_grad()
def _plane(run: Run, source: str, target: str) -> tuple[np.ndarray, np.ndarray]:
    """Features of both test sets on one plane, neighbours beside each other (t-SNE)."""
    from sklearn.manifold import TSNE

    recipe, model, _, _ = open_run(run.folder)
    parts = []
    for name in (source, target):
        if recipe.self_training:  # type: ignore[attr-defined]
            adapt_batch_norm(model, shrink(load(name, "train"))[:2000])
        parts.append(features_of(model, shrink(load(name, "test"))[:SHOWN]))
    plane = TSNE(init="pca", random_state=0).fit_transform(torch.cat(parts).numpy())
    return plane, np.repeat([0, 1], [len(p) for p in parts])


def scarce(data: str) -> Callable[[Path, Sequence[int], RuntimeOptions | None], Findings]:
    """Make the experiment of one data set: fashion or cifar10."""

    def experiment(out: Path, seeds: Sequence[int], options: RuntimeOptions | None) -> Findings:
        folder, few = out / f"scarce-{data}", f"{data}-few"
        views = run_cells([Cell("views", f"{data}-views")], folder, options=options, title="views")["views"]  # fmt: skip  # noqa: E501
        begin = {"start": str(views[0].folder)}
        methods: dict[str, dict[str, Any]] = {
            "from scratch": {"method": "scratch"},
            "with augmentation": {"method": "augmented"},
            "frozen features": {"method": "frozen", **begin},
            "fine-tuned": {"method": "fine-tuned", **begin},
        }
        curves: dict[str, tuple] = {}
        costs: dict[str, list[Run]] = {}
        for label, changes in methods.items():
            values = []
            for n in PER_CLASS:
                steps = {"steps": STEPS[max(k for k in STEPS if k <= n)]}
                cell = Cell(f"{label} {n}", few, {**changes, **steps, "per_class": n, "evaluate_every": ONCE})  # fmt: skip  # noqa: E501
                costs[label] = run_cells([cell], folder, seeds=seeds, options=options, title=cell.label)[cell.label]  # fmt: skip  # noqa: E501
                values.append(metric(costs[label], "accuracy"))
            curves[label] = (PER_CLASS, values)
        untrained = _on_features(views[0], seeds)
        curves |= {label: (PER_CLASS, [f.accuracy for f in found]) for label, found in untrained.items()}  # fmt: skip  # noqa: E501
        at_ten = {label: values[PER_CLASS.index(10)] for label, (_, values) in curves.items()}
        rows = [[label, *(points(v) for v in values)] for label, (_, values) in curves.items()]
        header = ("method", *(f"{n} a class" for n in PER_CLASS))
        cost_rows = [[label, f"{seconds(runs):.1f}", f"{joules(runs):,.0f}"] for label, runs in costs.items()]  # fmt: skip  # noqa: E501
        cost_rows += [[label, f"{found[-1].seconds:.1f}", f"{found[-1].joules:,.0f}"] for label, found in untrained.items()]  # fmt: skip  # noqa: E501
        cost_rows.append(["features without labels, once", f"{seconds(views):.1f}", f"{joules(views):,.0f}"])  # fmt: skip  # noqa: E501
        best = max(at_ten, key=lambda label: at_ten[label].value)
        gain = 100 * (at_ten[best].value - at_ten["from scratch"].value)
        lead = (
            f"Ten labelled pictures a class: {points(at_ten['from scratch'])} % from scratch, "
            f"{points(at_ten[best])} % {best} ({gain:+.1f} points)."
        )
        picture = charts.lines(curves, x="labelled pictures a class", y="accuracy (%)", log_x=True)
        sections = [
            Section(title="Accuracy against labels", body=(figure(picture), html_table(header, rows))),  # noqa: E501
            Section(title="What it costs", body=(html_table(("method, 500 a class", "seconds", "joules"), cost_rows), paragraph(SCARCE))),  # noqa: E501
        ]  # fmt: skip
        return Findings(title="How many labels?", lead=lead, tables=[(data, header, rows)], sections=sections)  # fmt: skip  # noqa: E501

    return experiment


class OnFeatures(NamedTuple):
    """What needs no training but features that were learned without labels."""

    accuracy: Interval
    seconds: float
    joules: float


@torch.no_grad()
def _on_features(views: Run, seeds: Sequence[int]) -> dict[str, list[OnFeatures]]:
    """Name test pictures by the nearest class mean, and by labels that flow along a graph."""
    recipe, model, _, _ = open_run(views.folder)
    train, test = (load(recipe.data, split) for split in ("train", "test"))  # type: ignore[attr-defined]
    statistics = channel_statistics(train.images)
    seen, asked = (
        torch.cat([features(model, part) for part in device_batches(images.images, *statistics)])
        for images in (train, test)
    )
    graph = Neighbours(seen)
    nearest = graph.nearest(graph.place(asked))

    def by_mean(rows: Tensor) -> Tensor:
        return nearest_mean(seen[rows], train.labels[rows], asked)

    def by_graph(rows: Tensor) -> Tensor:
        known = torch.full_like(train.labels, -1)
        known[rows] = train.labels[rows]
        return vote(nearest, graph.propagate(known, len(train.classes)))

    found: dict[str, list[OnFeatures]] = {}
    for label, answer in (("nearest class mean", by_mean), ("label propagation", by_graph)):
        found[label] = []
        for n in PER_CLASS:
            meter, begin, right = EnergyMeter(torch.device("cpu")), perf_counter(), []
            for seed in seeds:
                answers = answer(few_rows(train, n, seed))
                right.append((answers == test.labels).float().mean().item())
            each = (perf_counter() - begin) / len(seeds), meter.read().joules / len(seeds)
            found[label].append(OnFeatures(over_seeds(right), *each))
    return found


def medical(name: str) -> Callable[[Path, Sequence[int], RuntimeOptions | None], Findings]:
    """Make the experiment of one medical recipe."""
    return lambda out, seeds, options: diagnose(name, out, seeds, options)


PARTS: dict[str, Callable[[Path, Sequence[int], RuntimeOptions | None], Findings]] = {
    "mnist-to-usps": shift("mnist-to-usps"),
    "usps-to-mnist": shift("usps-to-mnist"),
    "fashion": scarce("fashion"),
    "cifar10": scarce("cifar10"),
    "pneumonia": medical("pneumonia"),
    "breast": medical("breast"),
}

SHIFT = (
    "Accuracy in percent with 95 % intervals over the seeds. The first lines use no label of the "
    "target; AdaBN does not even train, and the same frame needs nobody to learn anything: it cuts "
    "both sets to their ink. Where repairs fail: deep CORAL makes the features' covariances equal, "
    "not the classes'; to teach oneself with own answers helps only a network that is right more "
    "often than not, and one that is sure and wrong gets surer."
)
PLANE = (
    "Features before the last layer, laid out so that neighbours stay neighbours (t-SNE, van der "
    "Maaten and Hinton 2008). Before, many pictures of the target lie between the islands of the "
    "digits, where the last layer has learned nothing; after, they lie on them."
)
SCARCE = (
    "Bands are over the seeds, which draw other labelled pictures each time; the features without "
    "labels were learned once. Label propagation lets the labels flow to the pictures whose "
    "features are alike, over all unlabelled ones, and knows that the classes are equally "
    "frequent. Where they fail: the features are told to ignore zoom, mirror image and light, so "
    "they cannot tell classes that differ in nothing else, and a label that crosses from one "
    "class to the next takes many pictures with it."
)
