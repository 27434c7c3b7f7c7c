"""Networks that predict the winner of a PyRat game, compared."""

from collections.abc import Sequence
from pathlib import Path

from gradatim.errors import UserError
from gradatim.experiments.sweep import Cell, points, run_cells, seconds
from gradatim.recipes.pyrat.winner_prediction import PLAYER, by_rule, commonest, divide, regress
from gradatim.stats import Interval, over_seeds
from gradatim.training import RuntimeOptions


def compare_winners(
    out: Path, *, n_seeds: int = 10, simulated: int = 20_000, options: RuntimeOptions | None = None
) -> list[tuple[str, Interval, float]]:
    """Train every network with every seed: (who answers, accuracy on test games, seconds a run).

    Args:
        out: folder of the runs.
        n_seeds: divisions of the games.
        simulated: games that the last rows add.
        options: where to compute.

    Raises:
        UserError: no seeds, or files that are missing.
    """
    if n_seeds < 1:
        raise UserError(f"{n_seeds} seeds: give at least 1.")
    if simulated < 0:
        raise UserError(f"simulated is {simulated}: give 0 or a number of games.")
    seeds = range(n_seeds)
    rows: list[tuple[str, Interval, float]] = [
        ("always the commonest winner", over_seeds([commonest(s) for s in seeds]), 0.0),
        ("logistic regression (scikit-learn)", over_seeds([regress(s) for s in seeds]), 0.0),
    ]
    cells = [
        Cell("logistic regression, half turns", "pyrat-winner", {"network": "logistic", "dropout": 0.0}),  # noqa: E501
        Cell("MLP without half turns", "pyrat-winner", {"network": "mlp", "turn": False}),
        Cell("MLP", "pyrat-winner", {"network": "mlp"}),
        Cell("CNN without half turns", "pyrat-winner", {"turn": False}),
        Cell("CNN", "pyrat-winner"),
    ]  # fmt: skip
    if simulated:
        more = {"simulated": simulated, "steps": 3000}
        cells += [
            Cell(f"MLP, {simulated:,} games more", "pyrat-winner", {"network": "mlp", "hidden": (256,), "dropout": 0.2, **more}),  # noqa: E501
            Cell(f"CNN, {simulated:,} games more", "pyrat-winner", {"hidden": (128,), "width": 32, **more}),  # noqa: E501
        ]  # fmt: skip
    found = run_cells(cells, out, seeds=list(seeds), options=options, title="who wins")
    for label, runs in found.items():
        accuracy = over_seeds([run.summary()["metrics"]["accuracy"] for run in runs])
        rows.append((label, accuracy, seconds(runs)))
    rule = [by_rule(*divide(seed)[2:]) for seed in seeds]
    rows.append((f"the game played out by {PLAYER}", over_seeds(rule), 0.0))
    return rows


def winner_table(rows: Sequence[tuple[str, Interval, float]]) -> list[list[str]]:
    """Rows as text: who answers, accuracy in percent with its interval, seconds a run."""
    return [
        [label, points(value), f"{spent:.1f}" if spent else "–"] for label, value, spent in rows
    ]
