"""A yes-or-no test as a doctor reads it: ROC, threshold, and what a positive result means.

Shapes: N patients, T thresholds.
"""

from typing import NamedTuple

import numpy as np

from gradatim.errors import UserError


def require_both(truth: np.ndarray, where: str = "the test set") -> None:
    """Refuse data with one class only: no curve is defined.

    Raises:
        UserError: with the class that is missing.
    """
    for label in (0, 1):
        if not (truth == label).any():
            raise UserError(
                f"{where} holds no example of class {label}, so neither ROC nor precision is "
                "defined: use data with both."
            )


def area_under_roc(truth: np.ndarray, score: np.ndarray) -> float:
    """Chance that a positive scores higher than a negative, ties counting half; NaN if undefined.

    The rank statistic of Mann and Whitney, 1947.
    """
    n_positive = int((truth == 1).sum())
    n_negative = len(truth) - n_positive
    if not n_positive or not n_negative:
        return float("nan")
    _, where, counts = np.unique(score, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[where]  # from 1; ties share the mean
    above = ranks[truth == 1].sum() - n_positive * (n_positive + 1) / 2
    return float(above / (n_positive * n_negative))


class Curves(NamedTuple):
    """ROC and precision-recall, from the strictest threshold to the loosest; each (T,)."""

    thresholds: np.ndarray
    sensitivity: np.ndarray  # of the ill, the fraction found; also called recall
    false_positive_rate: np.ndarray  # of the healthy, the fraction called ill: 1 - specificity
    precision: np.ndarray  # of those called ill, the fraction who are


def curves(truth: np.ndarray, score: np.ndarray) -> Curves:
    """Go through every threshold.

    Args:
        truth: 1 ill, 0 healthy, (N,).
        score: higher is more likely ill, (N,).

    Raises:
        UserError: one of the classes is absent.
    """
    require_both(truth)
    # From the surest down: the cumulated sums are then what each threshold finds, in one pass.
    order = np.argsort(-score, kind="stable")
    score, truth = score[order], truth[order]
    last = np.flatnonzero(np.append(np.diff(score) != 0, True))  # equal scores are one threshold
    found, alarms = np.cumsum(truth)[last], np.cumsum(1 - truth)[last]
    return Curves(score[last], found / found[-1], alarms / alarms[-1], found / (found + alarms))


def choose_threshold(truth: np.ndarray, score: np.ndarray, goal: str = "accuracy") -> float:
    """Choose the threshold on validation data, never on the test set.

    Args:
        truth: 1 ill, 0 healthy, (N,).
        score: higher is more likely ill, (N,).
        goal: "accuracy", or "balanced" for the mean of sensitivity and specificity (Youden 1950).

    Returns:
        The middle of the best range: patients at or above it are called ill.

    Raises:
        UserError: one of the classes is absent, or another goal.
    """
    if goal not in ("accuracy", "balanced"):
        raise UserError(f"goal is {goal!r}: give accuracy or balanced.")
    require_both(truth, "the validation set")
    found = curves(truth, score)
    # Accuracy is the mean of both rates by how many are ill and healthy; balanced counts both half.
    positive = truth.mean() if goal == "accuracy" else 0.5
    quality = positive * found.sensitivity + (1 - positive) * (1 - found.false_positive_rate)
    # Noise decides between neighbors, so take the middle of everything that is nearly best.
    best = np.flatnonzero(quality >= quality.max() - 1e-9)
    bounds = np.append(found.thresholds, found.thresholds[-1] - 1)
    return float((bounds[best[0]] + bounds[best[-1] + 1]) / 2)


class PredictiveValues(NamedTuple):
    """What an answer means for the patient."""

    positive: float  # called ill: the chance to be ill
    negative: float  # called healthy: the chance to be healthy


def predictive_values(
    sensitivity: float, specificity: float, prevalence: float
) -> PredictiveValues:
    """Bayes' rule: what a result means depends on how common the illness is.

    Args:
        sensitivity: of the ill, the fraction found, 0 to 1.
        specificity: of the healthy, the fraction called healthy, 0 to 1.
        prevalence: fraction of ill people among those tested, 0 to 1.
    """
    # Of all who are tested, the four cells of the table; Bayes' rule is a row of it over its sum.
    found = sensitivity * prevalence
    alarms = (1 - specificity) * (1 - prevalence)
    cleared = specificity * (1 - prevalence)
    missed = (1 - sensitivity) * prevalence
    positive = found / (found + alarms) if found + alarms else float("nan")
    negative = cleared / (cleared + missed) if cleared + missed else float("nan")
    return PredictiveValues(positive, negative)


def sensitivity_specificity(
    truth: np.ndarray, score: np.ndarray, threshold: float
) -> tuple[float, float]:
    """Measure a threshold on patients.

    Raises:
        UserError: one of the classes is absent.
    """
    require_both(truth)
    called = score >= threshold
    # Each among its own group: so neither depends on how many of the tested are ill.
    return float(called[truth == 1].mean()), float((~called[truth == 0]).mean())
