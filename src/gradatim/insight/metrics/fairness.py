"""Bias in numbers: how a classifier treats groups of people, and how far apart the groups are.

No classifier can have all of these at once where the groups differ in their fraction of positives
(Kleinberg, Mullainathan and Raghavan 2016): say which one you ask for.

Shapes: N people.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from gradatim.errors import UserError, nearest


def _mean(selected: np.ndarray) -> float:
    """Mean of a boolean array; 0 for an empty one, as Fairlearn has it."""
    return float(selected.mean()) if len(selected) else 0.0


def selection_rate(truth: np.ndarray, answer: np.ndarray) -> float:
    """Fraction of people who get the positive answer."""
    return _mean(answer == 1)


def accuracy(truth: np.ndarray, answer: np.ndarray) -> float:
    """Fraction of right answers."""
    return _mean(answer == truth)


def true_positive_rate(truth: np.ndarray, answer: np.ndarray) -> float:
    """Of those who deserve the positive answer, the fraction who get it."""
    return _mean(answer[truth == 1] == 1)


def false_positive_rate(truth: np.ndarray, answer: np.ndarray) -> float:
    """Of those who do not deserve the positive answer, the fraction who get it all the same."""
    return _mean(answer[truth == 0] == 1)


def precision(truth: np.ndarray, answer: np.ndarray) -> float:
    """Of those who get the positive answer, the fraction who deserve it."""
    return _mean(truth[answer == 1] == 1)


METRICS: dict[str, Callable[[np.ndarray, np.ndarray], float]] = {
    "accuracy": accuracy,
    "selection_rate": selection_rate,
    "true_positive_rate": true_positive_rate,
    "false_positive_rate": false_positive_rate,
    "precision": precision,
}


def by_group(
    metric: str, truth: np.ndarray, answer: np.ndarray, group: np.ndarray
) -> dict[str, float]:
    """Measure each group by itself.

    Args:
        metric: a name in `METRICS`.
        truth, answer: 0 or 1, (N,).
        group: name of each person's group, (N,).

    Raises:
        UserError: no such metric, arrays of different lengths, nobody at all, another label.
    """
    if metric not in METRICS:
        raise UserError(f"there is no metric {metric!r}: {nearest(metric, METRICS)}")
    if not len(truth) == len(answer) == len(group):
        raise UserError(
            f"{len(truth)} labels, {len(answer)} answers and {len(group)} groups: give one of each "
            "per person."
        )
    if not len(truth):
        raise UserError("there is nobody to measure: the selection is empty.")
    # Labels such as -1 and 1 would be counted without an error, and wrongly.
    strange = set(np.unique(truth)) | set(np.unique(answer))
    if not strange <= {0, 1}:
        raise UserError(f"labels and answers must be 0 or 1, not {sorted(strange - {0, 1})[0]!r}.")
    measure = METRICS[metric]
    return {str(g): measure(truth[group == g], answer[group == g]) for g in np.unique(group)}


def require_groups(group: np.ndarray, names: Mapping | list | tuple) -> None:
    """Refuse names of groups that nobody belongs to.

    Raises:
        UserError: with the name and the groups that have members.
    """
    there = [str(g) for g in np.unique(group)]
    for name in names:
        if str(name) not in there:
            raise UserError(
                f"group {str(name)!r} has no members here, so nothing can be said about it: "
                f"{nearest(str(name), there)}"
            )


class Gaps(NamedTuple):
    """How far apart the best and the worst treated group are; 0 is equal treatment."""

    demographic_parity: float  # largest difference in selection rate
    demographic_ratio: float  # smallest selection rate over the largest; 1 is equal
    equal_opportunity: float  # largest difference in true positive rate
    equalized_odds: float  # the larger of the gaps in true and in false positive rate


def gaps(truth: np.ndarray, answer: np.ndarray, group: np.ndarray) -> Gaps:
    """Measure how unequally a classifier treats groups; arguments as in `by_group`.

    Dwork et al. 2012 (demographic parity); M. Hardt, E. Price, N. Srebro, "Equality of Opportunity
    in Supervised Learning", NeurIPS 2016, arXiv:1610.02413 (the other two).
    """
    rates = {
        name: list(by_group(name, truth, answer, group).values())
        for name in ("selection_rate", "true_positive_rate", "false_positive_rate")
    }
    width = {name: max(values) - min(values) for name, values in rates.items()}
    # A ratio beside the difference: 1 % and 3 % are two points apart, and yet one is three times
    # the other (the four-fifths rule of US employment law looks at the ratio).
    selected = rates["selection_rate"]
    return Gaps(
        demographic_parity=width["selection_rate"],
        demographic_ratio=min(selected) / max(selected) if max(selected) else 1.0,
        equal_opportunity=width["true_positive_rate"],
        equalized_odds=max(width["true_positive_rate"], width["false_positive_rate"]),
    )


def group_thresholds(score: np.ndarray, group: np.ndarray, rate: float) -> dict[str, float]:
    """For each group the threshold at which the same fraction gets the positive answer.

    Args:
        score: of the positive answer, (N,).
        group: name of each person's group, (N,).
        rate: wanted selection rate, 0 to 1.
    """
    # A quantile per group: the same fraction passes, whatever the scores of a group mean.
    return {str(g): float(np.quantile(score[group == g], 1 - rate)) for g in np.unique(group)}


def balancing_weights(label: np.ndarray, group: np.ndarray) -> np.ndarray:
    """Weights that make label and group independent: expected over observed count of each cell.

    F. Kamiran, T. Calders, "Data preprocessing techniques for classification without
    discrimination", Knowledge and Information Systems 33, 2012, section 5.1 (reweighing).
    """
    weights = np.empty(len(label))
    for g in np.unique(group):
        for y in np.unique(label):
            cell = (group == g) & (label == y)
            if cell.any():
                # As large as the cell would be if label and group were independent.
                expected = (group == g).mean() * (label == y).mean()
                weights[cell] = expected / cell.mean()
    return weights
