"""`gradatim critique hallucination`: false answers about unseen people, and what prevents them.

Shapes: N questions, T thresholds.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from gradatim.data.language.synthetic_facts import encode
from gradatim.experiments.study import ResultTable, StudyResult, percent
from gradatim.experiments.sweep import Condition, metric, run_conditions, seconds
from gradatim.insight.html import charts
from gradatim.insight.html.page import Section, figure, paragraph
from gradatim.insight.html.page import table as html_table
from gradatim.insight.metrics.calibration import Reliability, reliability
from gradatim.recipes.language.fact_recall import FactRecall, ask
from gradatim.recipes.runs import open_run
from gradatim.stats import over_seeds
from gradatim.training import Run, RuntimeOptions

PEOPLE = {"people": 100, "unseen_people": 100, "steps": 600}
CONDITIONS = (
    Condition("facts only", "facts-gpt", PEOPLE),
    Condition("with refusals for 50 people", "facts-gpt", {**PEOPLE, "refusals": 50}),
    Condition("with refusals for 200 people", "facts-gpt", {**PEOPLE, "refusals": 200}),
)
COLUMNS = {  # title -> metric of the runs
    "false answers with confidence": "hallucination_rate",
    "unseen people, abstained": "refused_unseen",
    "known facts, right": "accuracy",
    "known facts, abstained": "refused_known",
    "calibration error": "calibration_error",
}
THRESHOLDS = np.linspace(0, 1, 41)  # (T,)


def compare_refusals(
    out: Path, seeds: Sequence[int], options: RuntimeOptions | None
) -> StudyResult:
    """Ask a small GPT about unseen people; abstain below a threshold, or train with refusals.

    Args:
        out: folder of the runs.
        seeds: one run of each training each.
        options: where to compute.
    """
    found = run_conditions(
        CONDITIONS, out / "facts", seeds=seeds, options=options, title="facts-gpt"
    )
    header = ("training", *COLUMNS, "seconds per run")
    rows = [
        [label, *(percent(metric(runs, name)) for name in COLUMNS.values()), f"{seconds(runs):.0f}"]
        for label, runs in found.items()
    ]
    first, last = (
        metric(found[condition.label], "hallucination_rate").value
        for condition in (CONDITIONS[0], CONDITIONS[-1])
    )
    return StudyResult(
        title="Does it hallucinate?",
        lead=(
            f"Asked about unseen people, the model answers {100 * first:.0f} % of the questions "
            f"falsely with confidence; after training with refusals {100 * last:.0f} %."
        ),
        tables=[ResultTable("Synthetic facts, in percent", header, rows)],
        sections=[
            Section(
                title="What it answers about unseen people",
                body=(paragraph(UNSEEN_TEXT), html_table(header, rows)),
            ),
            Section(
                title="Abstain below a threshold?",
                body=(paragraph(THRESHOLD_TEXT), *map(figure, _plots(found))),
            ),
        ],
    )


class _Abstention(NamedTuple):
    """What abstaining below each threshold does to a model."""

    known_told: np.ndarray  # fraction of the known facts that are still answered rightly, (T,)
    unseen_false: np.ndarray  # fraction of the questions about unseen people answered falsely, (T,)
    calibration: Reliability | None  # None where every answer is a refusal: it has no confidence


def _plots(found: Mapping[str, Sequence[Run]]) -> tuple[str, str]:
    trade: dict[str, tuple] = {}
    trust: dict[str, tuple] = {}
    for label, runs in found.items():
        per_run = [measure_abstention(run) for run in runs]
        # Along x the mean over the seeds, along y its interval: a band can have one direction only.
        false = np.array([a.unseen_false for a in per_run]).T  # (T, runs)
        known = np.mean([a.known_told for a in per_run], axis=0)
        trade[label] = known, [over_seeds(values) for values in false]
        if per_run[0].calibration is not None:
            trust[label] = per_run[0].calibration.curve
    return (
        charts.lines(
            trade,
            x="fraction of known facts still answered",
            y="false answers about unseen people (%)",
        ),
        charts.lines(
            trust, x="confidence of an answer", y="right answers (%)", diagonal=True, width=6.2
        ),
    )


def measure_abstention(run: Run) -> _Abstention:
    recipe, model, _, _ = open_run(run.folder)
    assert isinstance(recipe, FactRecall)
    world = recipe.world()
    known, unseen = (ask(model, *encode(f, world)) for f in (world.known, world.unseen))
    # At threshold 0 everything is told but <unknown>, whose confidence is none in a fact.
    told = [a.answered(0.0) for a in (known, unseen)]
    confidence = np.concatenate(
        [a.confidence[t] for a, t in zip((known, unseen), told, strict=True)]
    )
    right = np.concatenate([a.right[t] for a, t in zip((known, unseen), told, strict=True)])
    return _Abstention(
        np.array([(known.answered(t) & known.right).mean() for t in THRESHOLDS]),
        np.array([(unseen.answered(t) & ~unseen.right).mean() for t in THRESHOLDS]),
        reliability(confidence, right, 10) if len(right) else None,
    )


UNSEEN_TEXT = (
    "The model memorizes three facts about each of 100 fictional people, and is asked about 100 "
    "others whose names are made of the same parts. A false answer counts as confident from a "
    "probability of 0.5. Nothing in training ever rewarded “I do not know”, unless refusals are "
    "part of it."
)
THRESHOLD_TEXT = (
    "On the left a model abstains always, on the right it answers all that it can. A threshold "
    "helps only as far as the confidence of known and unknown answers differs; refusals in "
    "training make that difference. Where it fails: the model learns to refuse what resembles the "
    "refused examples."
)
