"""`gradatim bias` on a run of adult-mlp: who is selected, who is wronged, through which proxies.

Shapes: N people, F numbers a person.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch

from gradatim.data.adult import WORDS, Encoding, Table, load_adult
from gradatim.errors import UserError
from gradatim.experiments.sweep import Findings, points
from gradatim.insight.binary_metrics import area_under_roc
from gradatim.insight.calibration import reliability
from gradatim.insight.fairness import METRICS, by_group, gaps, group_thresholds, require_groups
from gradatim.insight.html import charts
from gradatim.insight.html.page import Section, figure, paragraph
from gradatim.insight.html.page import table as html_table
from gradatim.recipes.runs import open_run
from gradatim.recipes.tabular import AdultIncome
from gradatim.stats import Interval, bootstrap

SMALLEST = 200  # people in a group below which its figures are not told apart from chance


class Verdict(NamedTuple):
    """What a run says about everybody in the test set."""

    recipe: AdultIncome
    test: Table
    score: np.ndarray  # log odds of earning above 50K, (N,)

    @property
    def answer(self) -> np.ndarray:
        """0 or 1, (N,)."""
        return (self.score > 0).astype(int)

    @property
    def probability(self) -> np.ndarray:
        """Of earning above 50K, (N,)."""
        return 1 / (1 + np.exp(-self.score))


@torch.no_grad()
def judge(folder: Path | str) -> Verdict:
    """Let a run of adult-mlp judge the test set.

    Raises:
        UserError: a run of another kind.
    """
    recipe, model, info, run = open_run(folder)
    if not isinstance(recipe, AdultIncome):
        raise UserError(
            f"{folder} is a run of {run.config['recipe']}: groups of people are known of adult-mlp."
        )
    test = load_adult("test")
    logits = model(Encoding(info.centre, info.scale, info.values).encode(test)).double()
    return Verdict(recipe, test, (logits[:, 1] - logits[:, 0]).numpy())


def measured_by_group(verdict: Verdict, group: np.ndarray) -> dict[str, dict[str, Interval]]:
    """Every metric of every group, with bootstrap intervals over its people.

    Returns:
        metric -> group -> interval; `calibration_error` among the metrics.
    """
    truth, answer = verdict.test.labels, verdict.answer
    names = [str(g) for g in np.unique(group)]
    require_groups(group, names)
    found: dict[str, dict[str, Interval]] = {}
    for metric, measure in METRICS.items():
        found[metric] = {
            g: bootstrap(measure, truth[group == g], answer[group == g], n_draws=300) for g in names
        }
    found["calibration_error"] = {
        g: bootstrap(
            lambda p, t: reliability(p, t, 10).error,
            verdict.probability[group == g],
            truth[group == g],
            n_draws=300,
        )
        for g in names
    }
    return found


def proxies(table: Table, attribute: str, n: int = 6) -> tuple[float, list[tuple[str, float]]]:
    """How well can an attribute be told from all other columns, and from which one alone?

    Args:
        table: of people.
        attribute: with two groups, or its largest group against the rest.
        n: columns to give.

    Returns:
        The area under the ROC curve of a logistic regression on the others, learned on one half of
        the people and measured on the other half; and the best single columns with theirs.
    """  # fmt: skip
    from sklearn.linear_model import LogisticRegression

    group = table.groups(attribute)
    names, counts = np.unique(group, return_counts=True)
    target = (group == names[counts.argmax()]).astype(int)
    half = np.arange(len(table)) % 2 == 0

    def told(without: Sequence[str]) -> float:
        x = Encoding.learn(table, without).encode(table).numpy()
        fitted = LogisticRegression(max_iter=200).fit(x[half], target[half])
        return area_under_roc(target[~half], fitted.decision_function(x[~half]))

    columns = [c for c in table.columns if c != attribute]
    alone = {c: told([other for other in table.columns if other != c]) for c in columns}
    best = sorted(alone.items(), key=lambda item: -item[1])[:n]
    return told([attribute]), best


def with_group_thresholds(verdict: Verdict, group: np.ndarray) -> np.ndarray:
    """Answers where every group is selected at the rate of all, (N,)."""
    limits = group_thresholds(verdict.score, group, float(verdict.answer.mean()))
    return (verdict.score > np.array([limits[str(g)] for g in group])).astype(int)


def audit(folder: Path | str, attribute: str | None = None) -> Findings:
    """Audit a run of adult-mlp.

    Args:
        folder: of the run.
        attribute: by which people are grouped; the recipe's own when not given.

    Raises:
        UserError: a run of another kind, an attribute that is no column of words.
    """
    verdict = judge(folder)
    attribute = attribute or verdict.recipe.attribute
    group = verdict.test.groups(attribute)
    names, counts = np.unique(group, return_counts=True)
    small = [str(g) for g, c in zip(names, counts, strict=True) if c < SMALLEST]
    found = measured_by_group(verdict, group)
    header = ("group", "people", *(m.removesuffix("_rate").replace("_", " ") for m in found))
    rows = [
        [str(g), f"{c:,}", *(points(found[m][str(g)]) for m in found)]
        for g, c in zip(names, counts, strict=True)
    ]
    width = gaps(verdict.test.labels, verdict.answer, group)
    gap_rows = [[n.replace("_", " "), f"{v:.3f}"] for n, v in width._asdict().items()]
    told, best = proxies(verdict.test, attribute) if attribute in WORDS else (float("nan"), [])
    curves: dict[str, tuple] = {}
    for g in (g for g in names if str(g) not in small):
        bins = reliability(verdict.probability[group == g], verdict.test.labels[group == g], 10)
        there = bins.fraction > 0
        curves[str(g)] = (bins.confidence[there], bins.accuracy[there])
    body = [
        html_table(header, rows),
        figure(charts.dots(found["selection_rate"], x="selected for “above 50K” (%)")),
        figure(charts.dots(found["true_positive_rate"], x="found, of those who earn it (%)")),
        html_table(("gap between groups", "value"), gap_rows),
    ]
    if small:
        body.append(paragraph(f"Few people, so little is known: {', '.join(small)}."))
    picture = charts.lines(
        curves, x="probability given", y="share who earn it (%)", diagonal=True, width=5.4
    )
    sections = [
        Section(title="Group by group", body=body),
        Section(title="Is 70 % the same for everybody?", body=(figure(picture),)),
    ]
    if best:
        proxy_rows = [[name, f"{value:.3f}"] for name, value in best]
        text = (
            f"From the other columns together {attribute} can be told with an AUC of {told:.3f} (1 "
            "is surely, 0.5 not at all): leaving the column out hides little."
        )
        table = html_table((f"column alone tells {attribute}", "AUC"), proxy_rows)
        sections.append(Section(title="The proxies that remain", body=(paragraph(text), table)))
    sections.append(Section(title="Where this fails", body=(paragraph(IMPOSSIBLE),)))
    lead = (
        f"By {attribute}: selection rates lie {100 * width.demographic_parity:.1f} percent points "
        f"apart, the recalls {100 * width.equal_opportunity:.1f}."
    )
    tables = [("By group, percent with 95 % intervals", header, rows)]
    return Findings(title="Who is selected?", lead=lead, tables=tables, sections=sections)


IMPOSSIBLE = (
    "Equal selection, equal error and equal calibration cannot all be had where the groups differ "
    "in their share of high incomes (Kleinberg, Mullainathan and Raghavan 2016): a repair chooses. "
    "The labels are of 1994 and carry its unfairness; a network that predicts them perfectly would "
    "too. The survey knows two sexes and five races."
)

Answerer = Callable[[Verdict, np.ndarray], np.ndarray]


def selection_gap(verdict: Verdict, answer: np.ndarray, attribute: str) -> tuple[float, float]:
    """Accuracy and the gap in selection of other answers than the network's own."""
    group = verdict.test.groups(attribute)
    rates = by_group("selection_rate", verdict.test.labels, answer, group).values()
    return float((answer == verdict.test.labels).mean()), max(rates) - min(rates)
