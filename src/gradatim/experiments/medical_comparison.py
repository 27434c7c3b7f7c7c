"""The medical experiment: beside the published table, with every curve that a doctor would ask for.

Shapes: N patients.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from gradatim.data import load
from gradatim.data.vision.batches import device_batches
from gradatim.experiments.saliency_report import map_figure
from gradatim.experiments.sweep import Cell, Findings, metric, points, run_cells, seconds
from gradatim.insight.attribution import METHODS
from gradatim.insight.binary_metrics import (
    area_under_roc,
    choose_threshold,
    curves,
    predictive_values,
    sensitivity_specificity,
)
from gradatim.insight.calibration import calibration_error, fit_temperature, reliability
from gradatim.insight.html import charts
from gradatim.insight.html.page import Section, figure, paragraph
from gradatim.insight.html.page import table as html_table
from gradatim.recipes.registry import get
from gradatim.recipes.runs import open_run
from gradatim.recipes.vision.medical import MedicalDiagnosis, ill_or_not, stamped
from gradatim.stats import bootstrap
from gradatim.training import Run, RuntimeOptions

# area under the ROC curve and accuracy on the official test split: J. Yang et al., "MedMNIST v2",
# Scientific Data 10:41, 2023, table 3; AutoML Vision and the networks of (224) saw larger pictures.
# Only figures that were found again in a second place are here.
PUBLISHED = {
    "pneumonia": {
        "ResNet-18 (28)": (0.944, 0.854), "ResNet-18 (224)": (0.956, 0.864),
        "ResNet-50 (28)": (0.948, 0.854), "ResNet-50 (224)": (0.962, 0.884),
        "auto-sklearn": (0.942, 0.855), "AutoKeras": (0.947, 0.878),
        "Google AutoML Vision": (0.991, 0.946),
    },
    "breast": {"ResNet-18 (28)": (0.901, 0.863), "ResNet-18 (224)": (0.891, 0.833)},
}  # fmt: skip
PHOTOGRAPHS = {"breast": "cifar10-grey"}  # where a network begins that has few pictures of its own
PREVALENCES = (0.001, 0.01, 0.05, 0.1, 0.2, 0.5)


class Reading(NamedTuple):
    """What a run says about a split."""

    logits: torch.Tensor  # (N, 2)
    labels: torch.Tensor  # (N,)
    truth: np.ndarray  # 1 is ill, (N,)
    score: np.ndarray  # log odds of being ill, (N,)


@torch.no_grad()
def read(run: Run, split: str, marked: float | None = None) -> Reading:
    """Let a run read a split; `marked` puts the corner mark on that share of all pictures."""
    recipe, model, info, _ = open_run(run.folder)
    assert isinstance(recipe, MedicalDiagnosis)
    images = load(recipe.data, split)
    if marked is not None:
        images = stamped(images, (marked, marked), 0)
    logits = torch.cat([model(x) for x in device_batches(images.images, *info.statistics)])
    return Reading(logits, images.labels, *ill_or_not(logits, images.labels, recipe.positive))


def diagnose(
    name: str, out: Path, seeds: Sequence[int], options: RuntimeOptions | None
) -> Findings:
    """Train a medical recipe with several seeds and ask everything.

    Args:
        name: pneumonia or breast.
        out: folder of the runs.
        seeds: one run each.
        options: where to compute.
    """
    trained = _train(name, out / "medical", seeds, options)
    runs = list(trained.values())[-1]
    test, validation = read(runs[0], "test"), read(runs[0], "validation")
    of_patients = bootstrap(area_under_roc, test.truth, test.score)
    auc, accuracy = metric(runs, "auc"), metric(runs, "accuracy")
    rows = [[who, f"{a:.3f}", f"{100 * c:.1f}", "–"] for who, (a, c) in PUBLISHED[name].items()]
    for label, these in trained.items():
        rows.append([f"Gradatim {label} (28), {len(runs)} seeds", f"{metric(these, 'auc'):.3f}", points(metric(these, "accuracy")), f"{seconds(these):.0f}"])  # fmt: skip  # noqa: E501
    header = ("network (side in pixels)", "AUC", "accuracy (%)", "seconds per run")
    found = curves(test.truth, test.score)
    names = ("balanced", "accuracy")
    chosen = {goal: choose_threshold(validation.truth, validation.score, goal) for goal in names}
    threshold_rows = [_threshold_row("0.5, as trained", test, 0.0)]
    threshold_rows += [_threshold_row(f"best {goal} on validation", test, t) for goal, t in chosen.items()]  # fmt: skip  # noqa: E501
    sensitivity, specificity = sensitivity_specificity(test.truth, test.score, 0.0)
    values = [predictive_values(sensitivity, specificity, p) for p in PREVALENCES]
    temperature = fit_temperature(validation.logits, validation.labels)
    before, after = (calibration_error(test.logits / t, test.labels) for t in (1.0, temperature))
    trust: charts.Series = {
        label: _reliability(test, t) for label, t in (("as trained", 1.0), ("scaled", temperature))
    }
    roc: charts.Series = {"test": (found.false_positive_rate, found.sensitivity)}
    recall: charts.Series = {"test": (found.sensitivity, found.precision)}
    by_prevalence: charts.Series = {
        "called ill": (PREVALENCES, [v.positive for v in values]),
        "called healthy": (PREVALENCES, [v.negative for v in values]),
    }
    sections = [
        Section(title="Beside the published table", body=(html_table(header, rows), paragraph(f"One run over resampled patients: AUC {of_patients:.3f}. {PRETRAINED if name in PHOTOGRAPHS else ''}{SOURCE}"))),  # noqa: E501
        Section(title="ROC and precision", body=(figure(charts.lines(roc, x="false positive rate", y="sensitivity (%)", diagonal=True, width=5.4)), figure(charts.lines(recall, x="sensitivity", y="precision (%)", width=5.4)))),  # noqa: E501
        Section(title="Choosing the threshold", body=(paragraph(LINE), html_table(("threshold", "accuracy (%)", "sensitivity (%)", "specificity (%)"), threshold_rows))),  # noqa: E501
        Section(title="What a result means", body=(paragraph(PREVALENCE), figure(charts.lines(by_prevalence, x="prevalence among those tested", y="right (%)", log_x=True)))),  # noqa: E501
        Section(title="Calibration", body=(paragraph(f"Expected calibration error {before:.3f} as trained, {after:.3f} after division by the temperature {temperature:.2f}, which was learned on validation data."), figure(charts.lines(trust, x="confidence", y="right (%)", diagonal=True, width=6.2)))),  # noqa: E501
        _shortcut(name, out, options),
    ]  # fmt: skip
    lead = f"{len(runs)} seeds: AUC {auc:.3f}, accuracy {accuracy:.1%} %; {seconds(runs):.0f} s per run."  # fmt: skip  # noqa: E501
    return Findings(title=f"{name.capitalize()}, at 28 pixels", lead=lead, tables=[(name, header, rows)], sections=sections)  # fmt: skip  # noqa: E501


def _train(
    name: str, folder: Path, seeds: Sequence[int], options: RuntimeOptions | None
) -> dict[str, list[Run]]:
    """Train from random weights, then, where images are few, from pretrained ones."""
    cells = [Cell(name, name)]
    if name in PHOTOGRAPHS:
        first = Cell(PHOTOGRAPHS[name], PHOTOGRAPHS[name])
        known = run_cells([first], folder, options=options, title=first.label)[first.label][0]
        begin = {"init_from": str(known.folder), "epochs": 2 * (get(name).train.epochs or 1)}
        cells.append(Cell(f"{name}, pretrained on CIFAR-10", name, begin))
    return run_cells(cells, folder, seeds=seeds, options=options, title=name)


def _threshold_row(label: str, test: Reading, threshold: float) -> list[str]:
    right = bootstrap(lambda t, s: float(((s >= threshold) == t).mean()), test.truth, test.score, n_draws=300)  # fmt: skip  # noqa: E501
    found = sensitivity_specificity(test.truth, test.score, threshold)
    return [label, f"{right:.1%}", *(f"{100 * value:.1f}" for value in found)]


def _reliability(test: Reading, temperature: float) -> tuple[np.ndarray, np.ndarray]:
    best = (test.logits / temperature).softmax(1).max(1)
    bins = reliability(best.values.double().numpy(), (best.indices == test.labels).numpy(), 10)
    there = bins.fraction > 0
    return bins.confidence[there], bins.accuracy[there]


def _shortcut(name: str, out: Path, options: RuntimeOptions | None) -> Section:
    """Train with a mark in the corner of nearly every ill patient's image, and test without."""
    cell = Cell(
        f"{name} with a mark",
        name,
        {"shortcut_rate_ill": 0.95, "shortcut_rate_healthy": 0.02, "ensemble_size": 1},
    )
    run = run_cells([cell], out / "medical", options=options, title=cell.label)[cell.label][0]
    rows = []
    for label, rate in (("nobody has the mark", 0.0), ("everybody has it", 1.0)):
        seen = read(run, "test", rate)
        found = sensitivity_specificity(seen.truth, seen.score, 0.0)
        rows.append([label, f"{area_under_roc(seen.truth, seen.score):.3f}", *(f"{100 * v:.1f}" for v in found)])  # fmt: skip  # noqa: E501
    recipe, model, info, _ = open_run(run.folder)
    assert isinstance(recipe, MedicalDiagnosis)
    images = stamped(load(recipe.data, "test"), (1.0, 1.0), 0)
    chosen = images.subset((images.labels == 1 - recipe.positive).nonzero()[:4, 0])
    x = next(device_batches(chosen.images, *info.statistics)).contiguous()
    targets = torch.full((len(chosen),), recipe.positive)
    maps = {n: METHODS[n](model, x, targets).detach() for n in ("integrated-gradients", "occlusion")}  # fmt: skip  # noqa: E501
    maps_drawn = map_figure(chosen.images, ["healthy, marked"] * len(chosen), maps)
    header = ("test images", "AUC", "sensitivity (%)", "specificity (%)")
    body = (paragraph(SHORTCUT), html_table(header, rows), figure(maps_drawn))
    return Section(title="Shortcut learning", body=body)


PRETRAINED = (
    "A few hundred images are too few to learn edges and textures from: the networks of the last "
    "row start with the blocks of one that classifies grey photographs (cifar10-grey), and train "
    "twice as long. All that follows but shortcut learning is about them. "
)
SOURCE = (
    "Published results: Yang et al., MedMNIST v2, Scientific Data 10:41, 2023, table 3. These "
    "images are for teaching, not for diagnosis."
)
LINE = (
    "Thresholds are chosen on validation data and used on the test set. For the X-rays this also "
    "fails: the test images were taken on other days and fewer of the patients are ill, so the "
    "threshold that is best on validation data is not the best one here."
)
PREVALENCE = (
    "The same network, the same errors: how often a positive result is right depends on how many "
    "of those tested are ill (Bayes' rule). Prevalence in a screening population is lower than "
    "among patients with symptoms."
)
SHORTCUT = (
    "Here 95 % of the ill and 2 % of the healthy training images carry a bright square in the "
    "corner, as a hospital's stamp might be. The validation score is excellent. Then the square is "
    "removed from all images, or added to all: and the saliency maps of healthy patients show it."
)
