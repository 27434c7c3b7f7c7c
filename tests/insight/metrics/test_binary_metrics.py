import math

import numpy as np
import pytest
from sklearn.metrics import precision_recall_curve, roc_auc_score, roc_curve

from gradatim.errors import UserError
from gradatim.insight.metrics.binary_metrics import (
    area_under_roc,
    choose_threshold,
    curves,
    predictive_values,
    sensitivity_specificity,
)


@pytest.fixture(params=[1, 2, 3])
def patients(request):
    generator = np.random.default_rng(request.param)
    truth = (generator.random(300) < 0.3).astype(int)
    score = (generator.normal(size=300) + 1.2 * truth).round(1)  # with ties
    return truth, score


def test_area_equals_scikit_learn(patients):
    assert area_under_roc(*patients) == pytest.approx(roc_auc_score(*patients), abs=1e-12)


def test_area_is_undefined_without_both_classes():
    assert math.isnan(area_under_roc(np.ones(3), np.arange(3)))


def test_curves_equal_scikit_learn(patients):
    found = curves(*patients)
    alarms, sensitivity, thresholds = roc_curve(*patients, drop_intermediate=False)
    assert found.false_positive_rate == pytest.approx(alarms[1:])
    assert found.sensitivity == pytest.approx(sensitivity[1:])
    assert found.thresholds == pytest.approx(thresholds[1:])
    precision, recall, _ = precision_recall_curve(*patients)
    assert found.precision[::-1] == pytest.approx(precision[:-1])
    assert found.sensitivity[::-1] == pytest.approx(recall[:-1])


@pytest.mark.parametrize("goal", ["accuracy", "balanced"])
def test_the_chosen_threshold_is_as_good_as_any(patients, goal):
    truth, score = patients

    def quality(threshold):
        if goal == "accuracy":
            return ((score >= threshold) == truth).mean()
        return sum(sensitivity_specificity(truth, score, threshold)) / 2

    best = max(quality(t) for t in np.append(np.unique(score), score.max() + 1))
    assert quality(choose_threshold(truth, score, goal)) == pytest.approx(best)


def test_a_good_test_for_a_rare_illness_is_mostly_false_alarms():
    rare = predictive_values(0.99, 0.95, 0.001)
    assert rare.positive == pytest.approx(0.99 * 0.001 / (0.99 * 0.001 + 0.05 * 0.999))
    assert rare.positive < 0.02
    assert predictive_values(0.99, 0.95, 0.5).positive > 0.95


@pytest.mark.parametrize("label", [0, 1])
def test_a_class_that_is_absent_from_the_test_set_is_one_sentence(label):
    truth = np.full(5, 1 - label)
    with pytest.raises(UserError, match=f"no example of class {label}"):
        curves(truth, np.arange(5.0))
