"""Networks that predict the winner of a PyRat game, compared."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gradatim.data.pyrat_games import N_GAMES
from gradatim.errors import UserError
from gradatim.experiments.study import percent
from gradatim.experiments.sweep import Condition, run_conditions, seconds
from gradatim.recipes.pyrat.winner_prediction import (
    N_TEST,
    PLAYER,
    by_rule,
    commonest,
    regress,
    split,
)
from gradatim.spelling import given
from gradatim.stats import Interval
from gradatim.stats import over_seeds as mean_over_seeds
from gradatim.training import RuntimeOptions

NETWORKS: dict[str, dict[str, Any]] = {
    "logistic regression, rotated boards too": {"network": "logistic"},
    "MLP without rotated boards": {"network": "mlp", "rotated": False},
    "MLP": {"network": "mlp"},
    "CNN without rotated boards": {"rotated": False},
    "CNN": {},
}
LARGER_MLP = {"network": "mlp", "hidden": (256,), "dropout": 0.2}
LARGER_CNN = {"hidden": (128,), "width": 32}


def over_seeds(values: Sequence[float]) -> Interval:
    """Mean over splits of the same games, whose test sets overlap."""
    return mean_over_seeds(values, overlap=N_TEST / (N_GAMES - N_TEST))


def compare_winners(
    out: Path, *, n_seeds: int = 10, simulated: int = 20_000, options: RuntimeOptions | None = None
) -> list[tuple[str, Interval, float]]:
    """Train every network with every seed.

    Args:
        out: folder of the runs.
        n_seeds: splits of the games into training and test games, at least 1.
        simulated: games that are added to the training games of the last rows; 0: no such rows.
        options: where to compute.

    Returns:
        rows: predictor, accuracy on test games, seconds per run.

    Raises:
        UserError: no seeds, or files that are missing.
    """
    if n_seeds < 1:
        raise UserError(f"{given('n_seeds', n_seeds)}: give at least 1.")
    if simulated < 0:
        raise UserError(f"{given('simulated', simulated)}: give 0 or a number of games.")
    seeds = range(n_seeds)
    rows: list[tuple[str, Interval, float]] = [
        ("always the commonest winner", over_seeds([commonest(s) for s in seeds]), 0.0),
        ("logistic regression (scikit-learn)", over_seeds([regress(s) for s in seeds]), 0.0),
    ]
    # Nothing is chosen here, so no games are held out: all 800 train, as in the course.
    conditions = [
        Condition(label, "pyrat-winner", {**changes, "validation": False})
        for label, changes in NETWORKS.items()
    ]
    if simulated:
        more = {"simulated": simulated, "steps": 3000, "validation": False}
        for name, larger in (("MLP", LARGER_MLP), ("CNN", LARGER_CNN)):
            label = f"{name}, {simulated:,} simulated games"
            conditions.append(Condition(label, "pyrat-winner", {**larger, **more}))
    found = run_conditions(conditions, out, seeds=list(seeds), options=options, title="who wins")
    for label, runs in found.items():
        accuracy = over_seeds([run.summary()["metrics"]["accuracy"] for run in runs])
        rows.append((label, accuracy, seconds(runs)))
    rule = [by_rule(*split(seed)[2:]) for seed in seeds]
    rows.append((f"the game played out by {PLAYER}", over_seeds(rule), 0.0))
    return rows


def winner_table(rows: Sequence[tuple[str, Interval, float]]) -> list[list[str]]:
    """Rows as text: predictor, accuracy in percent with its interval, seconds per run."""
    return [
        [label, percent(value), f"{spent:.1f}" if spent else "–"] for label, value, spent in rows
    ]
