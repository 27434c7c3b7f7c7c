"""`gradatim bias` on a run of adult-mlp: selection and error rates by group, and proxies.

Shapes: N people, F numbers that describe a person.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from sklearn.linear_model import LogisticRegression

from gradatim.data.adult import WORDS, Encoding, Table
from gradatim.errors import UserError
from gradatim.experiments.study import ResultTable, StudyResult, percent
from gradatim.insight.html import charts
from gradatim.insight.html.page import Section, figure, paragraph
from gradatim.insight.html.page import table as html_table
from gradatim.insight.metrics.binary_metrics import area_under_roc
from gradatim.insight.metrics.calibration import reliability
from gradatim.insight.metrics.fairness import (
    METRICS,
    by_group,
    gaps,
    group_thresholds,
    require_groups,
)
from gradatim.recipes.runs import open_run
from gradatim.recipes.tables.adult import AdultIncome, scores
from gradatim.spelling import spelled
from gradatim.stats import Interval, bootstrap

SMALL_GROUP = 200  # people; the rates of a smaller group are mostly chance
SHORT_NAMES = {  # of metrics, for the head of a table
    "selection_rate": "selected",
    "true_positive_rate": "recall",
    "false_positive_rate": "false positives",
    "calibration_error": "ECE",  # expected calibration error
}

# metric -> group -> interval
GroupMetrics = Mapping[str, Mapping[str, Interval]]


class Classified(NamedTuple):
    """What a run predicts for everybody in the test set."""

    recipe: AdultIncome
    test: Table
    score: np.ndarray  # log odds of earning above 50K, (N,)
    validation: Table | None  # M people who were held out of training; None where nobody was
    validation_score: np.ndarray  # (M,)

    @property
    def answer(self) -> np.ndarray:
        """0 or 1, (N,)."""
        return (self.score > 0).astype(int)

    @property
    def probability(self) -> np.ndarray:
        """Of earning above 50K, (N,)."""
        return 1 / (1 + np.exp(-self.score))


def classify(folder: Path | str) -> Classified:
    """Classify the test set, and the people who were held out, with a run of adult-mlp.

    Raises:
        UserError: a run of another kind.
    """
    recipe, model, info, run = open_run(folder)
    if not isinstance(recipe, AdultIncome):
        raise UserError(
            f"{folder} is a run of {run.config['recipe']}: groups of people are known of adult-mlp."
        )
    _, validation, test = recipe.load()
    encoding = Encoding(info.centre, info.scale, info.values)
    held_out = np.empty(0) if validation is None else scores(model, encoding, validation)
    return Classified(recipe, test, scores(model, encoding, test), validation, held_out)


def measure_groups(found: Classified, group: np.ndarray) -> dict[str, dict[str, Interval]]:
    """Every metric of every group, with bootstrap intervals over its people.

    Args:
        found: what a run predicts.
        group: name of each person's group, (N,).

    Returns:
        metric -> group -> interval; `calibration_error` among the metrics.
    """
    truth, answer = found.test.labels, found.answer
    names = [str(g) for g in np.unique(group)]
    require_groups(group, names)
    measured: dict[str, dict[str, Interval]] = {}
    for metric, measure in METRICS.items():
        measured[metric] = {
            g: bootstrap(measure, truth[group == g], answer[group == g], n_draws=300) for g in names
        }
    measured["calibration_error"] = {
        g: bootstrap(
            lambda p, t: reliability(p, t, 10).error,  # ten bins: a group may be small
            found.probability[group == g],
            truth[group == g],
            n_draws=300,
        )
        for g in names
    }
    return measured


def proxies(table: Table, attribute: str, n: int = 6) -> tuple[float, list[tuple[str, float]]]:
    """How well can an attribute be predicted from the other columns, and from which one alone?

    Args:
        table: of people.
        attribute: with two groups, or its largest group against the rest.
        n: number of columns to give.

    Returns:
        The area under the ROC curve of a logistic regression on the others, trained on one half of
        the people and measured on the other half; and the best single columns with theirs.
    """
    group = table.groups(attribute)
    names, counts = np.unique(group, return_counts=True)
    target = (group == names[counts.argmax()]).astype(int)
    half = np.arange(len(table)) % 2 == 0  # every second person is held out

    def auc(without: Sequence[str]) -> float:
        x = Encoding.learn(table, without).encode(table).numpy()
        fitted = LogisticRegression(max_iter=200).fit(x[half], target[half])
        return area_under_roc(target[~half], fitted.decision_function(x[~half]))

    columns = [c for c in table.columns if c != attribute]
    alone = {c: auc([other for other in table.columns if other != c]) for c in columns}
    best = sorted(alone.items(), key=lambda item: -item[1])[:n]
    return auc([attribute]), best


def with_group_thresholds(found: Classified, attribute: str) -> np.ndarray:
    """Answers to the test people with a threshold for each group, (N,).

    The thresholds select every group of the validation people at the rate of all of them. Fitted on
    the test people instead, the gap would be zero by construction.

    Raises:
        UserError: nobody was held out, or a group is not among those who were.
    """
    if found.validation is None:
        raise UserError(
            f"no people were held out of training: train with {spelled('val_fraction', 0.1)}."
        )
    held_out = found.validation.groups(attribute)
    group = found.test.groups(attribute)
    require_groups(held_out, np.unique(group).tolist())
    rate = float((found.validation_score > 0).mean())
    thresholds = group_thresholds(found.validation_score, held_out, rate)
    return (found.score > np.array([thresholds[str(g)] for g in group])).astype(int)


def selection_gap(found: Classified, answer: np.ndarray, attribute: str) -> tuple[float, float]:
    """Accuracy and selection-rate gap of other answers (N,) than the network's own."""
    group = found.test.groups(attribute)
    rates = by_group("selection_rate", found.test.labels, answer, group).values()
    return float((answer == found.test.labels).mean()), max(rates) - min(rates)


def audit(folder: Path | str, attribute: str | None = None) -> StudyResult:
    """Audit a run of adult-mlp.

    Args:
        folder: of the run.
        attribute: column by which people are grouped; the recipe's own when not given.

    Raises:
        UserError: a run of another kind, an attribute that is not a column of words.
    """
    found = classify(folder)
    attribute = attribute or found.recipe.attribute
    group = found.test.groups(attribute)
    measured = measure_groups(found, group)
    table = _group_table(measured, group)
    width = gaps(found.test.labels, found.answer, group)
    gap_rows = [[name.replace("_", " "), f"{v:.3f}"] for name, v in width._asdict().items()]
    sections = [
        Section(
            title="Group by group",
            body=[
                html_table(table.header, table.rows),
                figure(charts.dots(measured["selection_rate"], x="selection rate (%)")),
                figure(charts.dots(measured["true_positive_rate"], x="recall (%)")),
                html_table(("gap between groups", "value"), gap_rows),
                *_small_groups(group),
            ],
        ),
        Section(
            title="Does 70 % mean the same for everybody?",
            body=(figure(_calibration_plot(found, group)),),
        ),
        *([_proxies_section(found.test, attribute)] if attribute in WORDS else []),
        Section(title="Where this fails", body=(paragraph(LIMITS_TEXT),)),
    ]
    return StudyResult(
        title="Who is selected?",
        lead=(
            f"By {attribute}: a selection-rate gap of {100 * width.demographic_parity:.1f} "
            f"percentage points, a recall gap of {100 * width.equal_opportunity:.1f} points."
        ),
        tables=[table],
        sections=sections,
    )


def _group_table(measured: GroupMetrics, group: np.ndarray) -> ResultTable:
    header = ("group", "people", *(SHORT_NAMES.get(name, name) for name in measured))
    rows = [
        [str(g), f"{count:,}", *(percent(of_groups[str(g)]) for of_groups in measured.values())]
        for g, count in zip(*np.unique(group, return_counts=True), strict=True)
    ]
    return ResultTable("By group, percent with 95 % intervals", header, rows)


def _small_groups(group: np.ndarray) -> list[str]:
    counts = zip(*np.unique(group, return_counts=True), strict=True)
    small = [str(g) for g, count in counts if count < SMALL_GROUP]
    return [paragraph(f"Few people, so little is known: {', '.join(small)}.")] if small else []


def _calibration_plot(found: Classified, group: np.ndarray) -> str:
    """Confidence against the fraction who are right, a line for each group that is not small."""
    names, counts = np.unique(group, return_counts=True)
    curves: dict[str, tuple] = {}
    for g in names[counts >= SMALL_GROUP]:
        bins = reliability(found.probability[group == g], found.test.labels[group == g], 10)
        curves[str(g)] = bins.curve
    return charts.lines(
        curves,
        x="predicted probability",
        y="people who earn above 50K (%)",
        diagonal=True,
        width=5.4,
    )


def _proxies_section(table: Table, attribute: str) -> Section:
    together, best = proxies(table, attribute)
    rows = [[name, f"{value:.3f}"] for name, value in best]
    text = (
        f"From the other columns together {attribute} can be predicted with an AUC of "
        f"{together:.3f} (1 is certainty, 0.5 is chance): removing the column hides little."
    )
    columns = html_table((f"{attribute} predicted from this column alone", "AUC"), rows)
    return Section(title="The proxies that remain", body=(paragraph(text), columns))


LIMITS_TEXT = (
    "Equal selection, equal error and equal calibration cannot all be had where the groups differ "
    "in their fraction of high incomes (Kleinberg, Mullainathan and Raghavan 2016): each method "
    "against bias chooses one. The labels are of 1994 and carry its unfairness; a network that "
    "predicts them perfectly would too. The survey has two sexes and five races."
)
