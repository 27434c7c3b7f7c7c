"""What the report of a table shows: its classes or errors, and whether trees would do better.

Shapes: N rows, K classes.
"""

from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from gradatim.data.info import OwnTableInfo
from gradatim.data.own.labeled_files import opened, own_path
from gradatim.data.own.sheet import Sheet, read_sheet
from gradatim.data.own.table import numbers
from gradatim.insight.html import figures
from gradatim.insight.html import page as html
from gradatim.insight.html.charts import point_clouds
from gradatim.insight.html.page import Section
from gradatim.recipes.runs import open_run
from gradatim.recipes.tables.own_table import OwnTable
from gradatim.recipes.tables.own_table_task import Rows, in_units, r_squared
from gradatim.reports.classification import class_sections, percent
from gradatim.reports.images import confusion_counts
from gradatim.stats import Interval, bootstrap, fraction, mcnemar

TREES = "gradient boosting (scikit-learn)"
BESIDE_TEXT = (
    "The same rows are learned by the gradient-boosted trees of scikit-learn, with their defaults "
    "and the validation rows besides, and measured on the same test rows. On tables with few "
    "thousand rows trees are hard to beat: they cut each column where it helps, whatever its scale "
    "or shape, while a network must first learn such cuts."
)


def table_sections(folder: Path) -> list[Section]:
    """The sections about one run on a table."""
    recipe, model, info, _ = open_run(folder)
    assert isinstance(recipe, OwnTable)  # `run_report.SECTIONS` asks only for these
    _, train, validation, test = recipe.of_run(info, {}).load()
    outputs = _outputs(model, test)
    sections = [_beside_trees(info, train, validation, test, outputs)]
    if not info.classes:
        truth, guess = (in_units(values, info) for values in (test.targets, outputs[:, 0]))
        return [*sections, _errors(info, truth, guess)]
    counts = confusion_counts(test.targets, outputs.argmax(1), len(info.classes))
    drawn = html.figure(figures.confusion_matrix(counts, info.classes))
    sections.append(Section(title="Confusion matrix", body=[drawn]))
    return [*sections, *class_sections(outputs.softmax(1), test.targets, info.classes)]


@torch.no_grad()
def _outputs(model: nn.Module, rows: Rows) -> Tensor:
    return torch.cat([model(part) for part in rows.features.split(4096)]).float()


def _beside_trees(
    info: OwnTableInfo, train: Rows, validation: Rows | None, test: Rows, outputs: Tensor
) -> Section:
    """The honest table."""
    guessed = tree_answers(info, train, validation, test)
    if info.classes:
        rows, said = _compare_classes(outputs.argmax(1).numpy(), guessed, test, train)
        header = ["", "accuracy (95 % interval)"]
    else:
        rows, said = _compare_quantities(info, outputs[:, 0], guessed, test, train)
        header = ["", "mean absolute error (95 % interval)", "R²"]
    body = [html.paragraph(BESIDE_TEXT), html.table(header, rows), html.paragraph(said)]
    return Section(title="Beside gradient boosting", body=body)


def tree_answers(
    info: OwnTableInfo, train: Rows, validation: Rows | None, test: Rows
) -> np.ndarray:
    """What gradient-boosted trees answer for the test rows, (N,): classes, or scaled quantities."""
    learned = [train] if validation is None else [train, validation]
    places = np.concatenate([rows.places for rows in learned])
    targets = torch.cat([rows.targets for rows in learned]).numpy()
    columns = tree_columns(read_sheet(opened(own_path(info.data))), info)
    trees = _trees(info).fit(columns[places], targets)
    return trees.predict(columns[test.places])


def tree_columns(table: Sheet, info: OwnTableInfo) -> np.ndarray:
    """The columns as trees read them, (N, columns): numbers with gaps, categories by number."""
    parts = [numbers(table.column(name)) for name in info.centre]
    for name, values in info.values.items():
        order = {value: float(i) for i, value in enumerate(values)}
        parts.append(
            np.array([order.get(cell or "missing", np.nan) for cell in table.column(name)])
        )
    return np.stack(parts, 1)


def _trees(info: OwnTableInfo) -> Any:
    # Seconds to import, and only this page needs it.
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    kind = HistGradientBoostingClassifier if info.classes else HistGradientBoostingRegressor
    categories = [False] * len(info.centre) + [True] * len(info.values)
    return kind(categorical_features=np.array(categories), random_state=0)


def _compare_classes(
    network: np.ndarray, trees: np.ndarray, test: Rows, train: Rows
) -> tuple[list[list[str]], str]:
    truth = test.targets.numpy()
    usual = np.full(len(truth), train.targets.bincount().argmax().item())
    named = {"this network": network, TREES: trees, "always the commonest class": usual}
    rows = [
        [name, percent(fraction(int((answers == truth).sum()), len(truth)))]
        for name, answers in named.items()
    ]
    chance = mcnemar(network == truth, trees == truth)
    points = 100 * float((network == truth).mean() - (trees == truth).mean())
    return rows, verdict(points, "points of accuracy", chance, len(truth), abs(points) <= 1)


def _compare_quantities(
    info: OwnTableInfo, outputs: Tensor, trees: np.ndarray, test: Rows, train: Rows
) -> tuple[list[list[str]], str]:
    truth, network = in_units(test.targets, info), in_units(outputs, info)
    boosted = in_units(torch.from_numpy(trees), info)
    middle = np.full(len(truth), np.median(in_units(train.targets, info)))
    named = {"this network": network, TREES: boosted, "always the median": middle}
    errors = {name: np.abs(guess - truth) for name, guess in named.items()}
    rows = []
    for name, guess in named.items():
        found = bootstrap(lambda e: float(e.mean()), errors[name])
        interval = f"{found.value:.4g} ({found.low:.4g} to {found.high:.4g})"
        rows.append([name, interval, f"{r_squared(truth, guess):.3f}"])
    gain = bootstrap(lambda e: float(e.mean()), errors[TREES] - errors["this network"])
    relative = 100 * gain.value / max(errors[TREES].mean(), 1e-12)
    chance = 0.01 if gain.low > 0 or gain.high < 0 else 0.5
    near = abs(relative) <= 1
    return rows, verdict(relative, "% of the error", chance, len(truth), near)


def verdict(gain: float, unit: str, chance: float, n: int, near: bool) -> str:
    who, other = ("the network", "the trees") if gain > 0 else ("the trees", "the network")
    if chance > 0.05:
        return (
            f"The network and the trees differ by {abs(gain):.1f} {unit} on the {n:,} test rows, "
            "no more than chance: take the one that you can explain."
        )
    if near:
        verb = "is" if who == "the network" else "are"
        return f"{who.capitalize()} {verb} ahead by {abs(gain):.1f} {unit}: measurable, and small."
    end = "A network is the wrong tool for this table." if who == "the trees" else ""
    return (
        f"On the same {n:,} test rows {who} beat{'s' * (who == 'the network')} {other} by "
        f"{abs(gain):.1f} {unit}, more than chance. {end}"
    ).strip()


def _errors(info: OwnTableInfo, truth: np.ndarray, guess: np.ndarray) -> Section:
    """Residuals of a quantity: how large, in which direction, and where the worst are."""
    residual = guess - truth
    bias: Interval = bootstrap(lambda r: float(r.mean()), residual)
    text = (
        f"Half of the {len(truth):,} test rows are predicted to within "
        f"{np.median(np.abs(residual)):.4g}, nine of ten to within "
        f"{np.quantile(np.abs(residual), 0.9):.4g}. On average the answer is "
        f"{bias.value:+.3g} off (95 % interval {bias.low:+.3g} to {bias.high:+.3g})."
    )
    cloud = np.zeros(len(truth), dtype=np.int64)
    panels = {
        "answer against truth": (np.stack([truth, guess], 1), cloud),
        "answer minus truth, against truth": (np.stack([truth, residual], 1), cloud),
    }
    drawn = html.figure(point_clouds(panels, [info.target], title=f"Errors of {info.target}"))
    worst = np.argsort(-np.abs(residual))[:10]
    rows = [[f"{truth[i]:.6g}", f"{guess[i]:.6g}", f"{residual[i]:+.4g}"] for i in worst]
    table = html.table(["truth", "answer", "off by"], rows)
    body = [html.paragraph(text), drawn, html.subheading("The ten largest errors"), table]
    return Section(title="Errors", body=body)


def answers_of(folder: Path) -> tuple[Tensor, Tensor]:
    """Outputs (N, K) of a run for its test rows, and their classes (N,).

    Of a quantity the size of its errors in the unit of the table, (N,), and the truth, (N,).
    """
    recipe, model, info, _ = open_run(folder)
    assert isinstance(recipe, OwnTable)
    test = recipe.of_run(info, {}).load()[3]
    outputs = _outputs(model, test)
    if info.classes:
        return outputs, test.targets
    truth, guess = (in_units(values, info) for values in (test.targets, outputs[:, 0]))
    return torch.from_numpy(np.abs(guess - truth)), torch.from_numpy(truth)
