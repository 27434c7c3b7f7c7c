"""`gradatim critique bias`: what mitigates bias from data, and what it costs."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from gradatim.experiments.bias.fairness_audit import (
    audit,
    classify,
    selection_gap,
    with_group_thresholds,
)
from gradatim.experiments.bias.gender_word_bias import word_bias
from gradatim.experiments.study import ResultTable, StudyResult, percent
from gradatim.experiments.sweep import Condition, metric, run_condition, run_conditions
from gradatim.insight.html.page import Section, paragraph
from gradatim.insight.html.page import table as html_table
from gradatim.stats import fraction_over_seeds
from gradatim.training import Run, RuntimeOptions

ADULT = (
    Condition("baseline", "adult-mlp"),
    Condition("without sex", "adult-mlp", {"without": ("sex",)}),
    Condition("reweighing", "adult-mlp", {"repair": "reweigh"}),
    Condition("penalty", "adult-mlp", {"repair": "penalty"}),
)
COLORED = (
    Condition("baseline", "colored-digits", {"images": 5000}),
    Condition("reweighing groups", "colored-digits", {"images": 5000, "repair": "reweigh"}),
    Condition("group DRO", "colored-digits", {"images": 5000, "repair": "group-dro"}),
)


def compare_mitigation(
    out: Path, seeds: Sequence[int], options: RuntimeOptions | None
) -> StudyResult:
    """Compare methods against bias: incomes by sex, colors instead of shapes, gendered words.

    Args:
        out: folder of the runs.
        seeds: one run of each method each; the words have one.
        options: where to compute.
    """
    adult = run_conditions(ADULT, out / "adult", seeds=seeds, options=options, title="adult-mlp")
    colored = run_conditions(
        COLORED, out / "colored", seeds=seeds, options=options, title="colored-digits"
    )
    bert = run_condition(Condition("words", "docs-bert"), out / "words", options=options)[0]
    census, colors = _census_table(adult), _color_table(colored)
    groups, words = audit(adult["baseline"][0].folder), word_bias(str(bert.folder))
    plain, improved = (metric(colored[k], "accuracy") for k in ("baseline", "group DRO"))
    return StudyResult(
        title="Is it biased?",
        lead=(
            f"{groups.lead} Of digits with reversed colors the network classifies "
            f"{100 * plain.value:.0f} % correctly, {100 * improved.value:.0f} % after group DRO."
        ),
        tables=[census, colors],
        sections=[
            Section(
                title="Mitigation, and what it costs",
                body=(paragraph(CENSUS_TEXT), html_table(census.header, census.rows)),
            ),
            *groups.sections,
            Section(
                title="Color instead of shape",
                body=(paragraph(COLOR_TEXT), html_table(colors.header, colors.rows)),
            ),
            Section(title=words.title, body=(paragraph(words.lead), *words.sections[0].body)),
        ],
    )


def _census_table(adult: Mapping[str, Sequence[Run]]) -> ResultTable:
    columns = {
        "accuracy": "accuracy",
        "selection-rate gap": "demographic_parity",
        "recall gap": "equal_opportunity",
        "equalized-odds gap": "equalized_odds",
    }
    rows = [
        [label, *(percent(metric(runs, name)) for name in columns.values())]
        for label, runs in adult.items()
    ]
    # No training at all: the answers of the first row's networks are changed afterwards.
    moved = zip(*(_with_thresholds(run) for run in adult["baseline"]), strict=True)
    accuracy, gap = (fraction_over_seeds(values) for values in moved)
    rows.append(["one threshold per group", percent(accuracy), percent(gap), "–", "–"])
    return ResultTable("Census", ("training on the census", *columns), rows)


def _with_thresholds(run: Run) -> tuple[float, float]:
    """Accuracy and selection-rate gap with a threshold for each group."""
    found = classify(run.folder)
    attribute = found.recipe.attribute
    return selection_gap(found, with_group_thresholds(found, attribute), attribute)


def _color_table(colored: Mapping[str, Sequence[Run]]) -> ResultTable:
    columns = {
        "colors as in training": "accuracy_same_colors",
        "reversed colors": "accuracy",
        "worst group": "worst_group",
    }
    rows = [
        [label, *(percent(metric(runs, name)) for name in columns.values())]
        for label, runs in colored.items()
    ]
    return ResultTable("Colored digits", ("training on colored digits", *columns), rows)


CENSUS_TEXT = (
    "Each method is trained anew with every seed; in percent with 95 % intervals over the seeds. "
    "Removing the column changes little, because other columns predict it. Reweighing makes label "
    "and sex independent in training; the penalty makes the mean scores of the groups similar; one "
    "threshold per group changes the answers afterwards and needs to know each person's sex; it is "
    "fitted on validation people, and measured on test people."
)
COLOR_TEXT = (
    "In training 99 % of the small digits are red and of the large ones green; in the second test "
    "the colors are reversed. Both methods need to know the color of each training image: if "
    "nobody recorded the shortcut, they cannot be used."
)
