"""The medical experiment: beside the published table, with every curve that a doctor would ask for.

Shapes: N patients.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from gradatim.data import load
from gradatim.data.vision.batches import device_batches
from gradatim.experiments.saliency_report import map_figure
from gradatim.experiments.study import ResultTable, StudyResult, percent
from gradatim.experiments.sweep import Condition, metric, run_condition, run_conditions, seconds
from gradatim.insight.attribution import METHODS
from gradatim.insight.html import charts
from gradatim.insight.html.page import Section, figure, paragraph
from gradatim.insight.html.page import table as html_table
from gradatim.insight.metrics.binary_metrics import (
    area_under_roc,
    choose_threshold,
    curves,
    predictive_values,
    sensitivity_specificity,
)
from gradatim.insight.metrics.calibration import calibration_error, fit_temperature, reliability
from gradatim.recipes.registry import get
from gradatim.recipes.runs import open_run
from gradatim.recipes.vision.medical import MedicalDiagnosis, ill_or_not, with_bright_mark
from gradatim.stats import Interval, bootstrap, bootstrap_runs
from gradatim.training import Run, RuntimeOptions

# Area under the ROC curve and accuracy on the official test split: J. Yang et al., "MedMNIST v2",
# Scientific Data 10:41, 2023, table 3; AutoML Vision and the networks of (224) had larger images.
# Only numbers that were confirmed by a second source are here.
PUBLISHED: dict[str, dict[str, tuple[float, float]]] = {
    "pneumonia": {
        "ResNet-18 (28)": (0.944, 0.854),
        "ResNet-18 (224)": (0.956, 0.864),
        "ResNet-50 (28)": (0.948, 0.854),
        "ResNet-50 (224)": (0.962, 0.884),
        "auto-sklearn": (0.942, 0.855),
        "AutoKeras": (0.947, 0.878),
        "Google AutoML Vision": (0.991, 0.946),
    },
    "breast": {"ResNet-18 (28)": (0.901, 0.863), "ResNet-18 (224)": (0.891, 0.833)},
}
PRETRAINED_ON = {"breast": "cifar10-gray"}  # where a data set alone is too small
PREVALENCES = (0.001, 0.01, 0.05, 0.1, 0.2, 0.5)


class Scores(NamedTuple):
    """What a run predicts for a split."""

    logits: torch.Tensor  # (N, 2)
    labels: torch.Tensor  # (N,)
    truth: np.ndarray  # 1 is ill, (N,)
    score: np.ndarray  # log odds of being ill, (N,)


@torch.no_grad()
def scores(run: Run, split: str, marked: float | None = None) -> Scores:
    """Score a split with the network of a run.

    Args:
        run: of a medical recipe.
        split: validation or test.
        marked: fraction of the images that get a mark in the corner; None leaves them unchanged.
    """
    recipe, model, info, _ = open_run(run.folder)
    assert isinstance(recipe, MedicalDiagnosis)
    images = load(recipe.data, split)
    if marked is not None:
        images = with_bright_mark(images, (marked, marked), 0)
    logits = torch.cat([model(x) for x in device_batches(images.images, *info.statistics)])
    return Scores(logits, images.labels, *ill_or_not(logits, images.labels, recipe.positive))


def compare_medical(
    name: str, out: Path, seeds: Sequence[int], options: RuntimeOptions | None
) -> StudyResult:
    """Train a medical recipe with several seeds, and measure what a doctor would ask.

    Args:
        name: pneumonia or breast.
        out: folder of the runs.
        seeds: one run each.
        options: where to compute.
    """
    trained = _train(name, out / "medical", seeds, options)
    runs = list(trained.values())[-1]  # the pretrained ones where there are some
    test, validation = scores(runs[0], "test"), scores(runs[0], "validation")
    header = (
        "network (side in pixels)",
        "AUC",
        "AUC, patients and seeds",
        "accuracy (%)",
        "accuracy, patients and seeds (%)",
        "seconds per run",
    )
    rows = _results(name, trained)
    auc, accuracy = _over_patients_and_seeds(runs)
    return StudyResult(
        title=f"{name.capitalize()}, at 28 pixels",
        lead=(
            f"{len(runs)} seeds, {len(test.truth)} patients: AUC {auc:.3f}, accuracy "
            f"{accuracy:.1%} % (95 % over both); {seconds(runs):.0f} s per run."
        ),
        tables=[ResultTable(name, header, rows)],
        sections=[
            _published_section(name, test, header, rows),
            _curves_section(test),
            _thresholds_section(test, validation),
            _prevalence_section(test),
            _calibration_section(test, validation),
            _shortcut_section(name, out / "medical", options),
        ],
    )


def _train(
    name: str, folder: Path, seeds: Sequence[int], options: RuntimeOptions | None
) -> dict[str, list[Run]]:
    """Train from random weights; where images are few, also from a pretrained network."""
    conditions = [Condition(name, name)]
    if name in PRETRAINED_ON:
        other = PRETRAINED_ON[name]
        pretrained = run_condition(Condition(other, other), folder, options=options)[0]
        epochs = 2 * (
            get(name).train.epochs or 1
        )  # best in a cross-validation, see docs/chapters/06
        changes = {"init_from": str(pretrained.folder), "epochs": epochs}
        conditions.append(Condition(f"{name}, pretrained on CIFAR-10", name, changes))
    return run_conditions(conditions, folder, seeds=seeds, options=options, title=name)


def _results(name: str, trained: Mapping[str, Sequence[Run]]) -> list[list[str]]:
    rows = [
        [who, f"{a:.3f}", "–", f"{100 * c:.1f}", "–", "–"]
        for who, (a, c) in PUBLISHED[name].items()
    ]
    for label, runs in trained.items():
        auc, accuracy = _over_patients_and_seeds(runs)
        rows.append(
            [
                f"Gradatim {label} (28), {len(runs)} seeds",
                f"{metric(runs, 'auc'):.3f}",
                f"[{auc.low:.3f}, {auc.high:.3f}]",
                percent(metric(runs, "accuracy")),
                f"[{100 * accuracy.low:.1f}, {100 * accuracy.high:.1f}]",
                f"{seconds(runs):.0f}",
            ]
        )
    return rows


def _over_patients_and_seeds(runs: Sequence[Run]) -> tuple[Interval, Interval]:
    """AUC and accuracy, with intervals over who was tested and over the seeds."""
    found = [scores(run, "test") for run in runs]
    truth, of_runs = found[0].truth, [s.score for s in found]

    def accuracy(truth: np.ndarray, score: np.ndarray) -> float:
        return float(((score > 0) == truth).mean())

    return tuple(bootstrap_runs(s, truth, of_runs) for s in (area_under_roc, accuracy))  # type: ignore[return-value]


def _published_section(
    name: str, test: Scores, header: Sequence[str], rows: list[list[str]]
) -> Section:
    text = INTERVALS_TEXT.format(len(test.truth))
    text += PRETRAINED_TEXT if name in PRETRAINED_ON else ""
    body = (html_table(header, rows), paragraph(text + SOURCE_TEXT))
    return Section(title="Beside the published table", body=body)


def _curves_section(test: Scores) -> Section:
    found = curves(test.truth, test.score)
    roc = charts.lines(
        {"test": (found.false_positive_rate, found.sensitivity)},
        x="false positive rate",
        y="sensitivity (%)",
        diagonal=True,
        width=5.4,
    )
    precision = charts.lines(
        {"test": (found.sensitivity, found.precision)},
        x="sensitivity (recall)",
        y="precision (%)",
        width=5.4,
    )
    return Section(title="ROC and precision-recall curves", body=(figure(roc), figure(precision)))


def _thresholds_section(test: Scores, validation: Scores) -> Section:
    rows = [_threshold_row("0.5, as trained", test, 0.0)]  # log odds 0: probability 0.5
    for goal in ("balanced", "accuracy"):
        threshold = choose_threshold(validation.truth, validation.score, goal)
        rows.append(_threshold_row(f"best {goal} on validation", test, threshold))
    header = ("threshold", "accuracy (%)", "sensitivity (%)", "specificity (%)")
    body = (paragraph(THRESHOLD_TEXT), html_table(header, rows))
    return Section(title="Choice of the threshold", body=body)


def _threshold_row(label: str, test: Scores, threshold: float) -> list[str]:
    def accuracy(truth: np.ndarray, score: np.ndarray) -> float:
        return float(((score >= threshold) == truth).mean())

    right = bootstrap(accuracy, test.truth, test.score, n_draws=300)
    both = sensitivity_specificity(test.truth, test.score, threshold)
    return [label, f"{right:.1%}", *(f"{100 * rate:.1f}" for rate in both)]


def _prevalence_section(test: Scores) -> Section:
    rates = sensitivity_specificity(test.truth, test.score, 0.0)
    values = [predictive_values(*rates, prevalence) for prevalence in PREVALENCES]
    plot = charts.lines(
        {
            "positive results": (PREVALENCES, [v.positive for v in values]),
            "negative results": (PREVALENCES, [v.negative for v in values]),
        },
        x="prevalence: fraction of ill people among those tested",
        y="right (%)",
        log_x=True,
    )
    return Section(title="What a result means", body=(paragraph(PREVALENCE_TEXT), figure(plot)))


def _calibration_section(test: Scores, validation: Scores) -> Section:
    temperature = fit_temperature(validation.logits, validation.labels)
    before, after = (calibration_error(test.logits / t, test.labels) for t in (1.0, temperature))
    text = (
        f"Expected calibration error {before:.3f} as trained, {after:.3f} after division of the "
        f"logits by the temperature {temperature:.2f}, which was fitted on validation data."
    )
    plot = charts.lines(
        {"as trained": _reliability(test, 1.0), "scaled": _reliability(test, temperature)},
        x="confidence",
        y="right (%)",
        diagonal=True,
        width=6.2,
    )
    return Section(title="Calibration", body=(paragraph(text), figure(plot)))


def _reliability(test: Scores, temperature: float) -> tuple[np.ndarray, np.ndarray]:
    best = (test.logits / temperature).softmax(1).max(1)
    right = (best.indices == test.labels).numpy()
    return reliability(best.values.double().numpy(), right, 10).curve


def _shortcut_section(name: str, folder: Path, options: RuntimeOptions | None) -> Section:
    """Train with a mark in the corner of nearly every ill patient's image, and test without it."""
    marks = {"shortcut_rate_ill": 0.95, "shortcut_rate_healthy": 0.02, "ensemble_size": 1}
    condition = Condition(f"{name} with a mark", name, marks)
    run = run_condition(condition, folder, options=options)[0]
    rows = []
    for label, rate in (("no image is marked", 0.0), ("every image is marked", 1.0)):
        test = scores(run, "test", rate)
        auc = area_under_roc(test.truth, test.score)
        both = sensitivity_specificity(test.truth, test.score, 0.0)
        rows.append([label, f"{auc:.3f}", *(f"{100 * value:.1f}" for value in both)])
    header = ("test images", "AUC", "sensitivity (%)", "specificity (%)")
    body = (paragraph(SHORTCUT_TEXT), html_table(header, rows), figure(_shortcut_maps(run)))
    return Section(title="Shortcut learning", body=body)


def _shortcut_maps(run: Run) -> str:
    """Saliency maps of healthy test patients with the mark, for the answer “ill”."""
    recipe, model, info, _ = open_run(run.folder)
    assert isinstance(recipe, MedicalDiagnosis)
    images = with_bright_mark(load(recipe.data, "test"), (1.0, 1.0), 0)
    healthy = images.subset((images.labels == 1 - recipe.positive).nonzero()[:4, 0])
    x = next(device_batches(healthy.images, *info.statistics)).contiguous()
    targets = torch.full((len(healthy),), recipe.positive)
    methods = ("integrated-gradients", "occlusion")
    maps = {name: METHODS[name](model, x, targets).detach() for name in methods}
    return map_figure(healthy.images, ["healthy, marked"] * len(healthy), maps)


INTERVALS_TEXT = (
    "Over the seeds only the network changes; the other source of doubt is who was tested. The "
    "columns “patients and seeds” are of a bootstrap over both, of {} test patients. "
)
PRETRAINED_TEXT = (
    "A few hundred images are too few to learn edges and textures from: the networks of the last "
    "row start with the blocks of one that classifies gray photographs (cifar10-gray), and train "
    "twice as long. All sections but the last are about them. "
)
SOURCE_TEXT = (
    "Published numbers: Yang et al., MedMNIST v2, Scientific Data 10:41, 2023, table 3. These "
    "images are for teaching, not for diagnosis."
)
THRESHOLD_TEXT = (
    "Thresholds are chosen on validation data and used on the test set. For the X-rays this also "
    "fails: fewer of the test patients are ill and their images are exposed differently, so the "
    "threshold that is best on validation data is not the best one here."
)
PREVALENCE_TEXT = (
    "How often a positive result is right depends on how many of those who are tested are ill "
    "(Bayes' rule), with the same network and the same error rates. Prevalence in a screening "
    "population is lower than among patients with symptoms."
)
SHORTCUT_TEXT = (
    "Here 95 % of the ill and 2 % of the healthy training images carry a bright square in the "
    "corner, as a hospital's stamp might be. The validation score is excellent. Then the square is "
    "removed from all test images, or added to all of them, and the saliency maps of healthy "
    "patients show what the network depends on."
)
