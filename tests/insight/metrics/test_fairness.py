"""Group metrics against Fairlearn, to 1e-6."""

import fairlearn.metrics as theirs
import numpy as np
import pytest
from sklearn.metrics import accuracy_score, precision_score

from gradatim.errors import UserError
from gradatim.insight.metrics.fairness import (
    balancing_weights,
    by_group,
    gaps,
    group_thresholds,
    require_groups,
)

THEIRS = {
    "accuracy": accuracy_score,
    "selection_rate": theirs.selection_rate,
    "true_positive_rate": theirs.true_positive_rate,
    "false_positive_rate": theirs.false_positive_rate,
    "precision": lambda t, p: precision_score(t, p, zero_division=0),
}


@pytest.fixture(params=range(4))
def people(request):
    generator = np.random.default_rng(request.param)
    n = 400
    group = generator.choice(["a", "b", "c"], n, p=[0.6, 0.3, 0.1])
    truth = (generator.random(n) < np.where(group == "a", 0.5, 0.2)).astype(int)
    answer = (generator.random(n) < 0.2 + 0.5 * truth + 0.1 * (group == "a")).astype(int)
    return truth, answer, group


@pytest.mark.parametrize("metric", THEIRS)
def test_metrics_by_group_equal_fairlearn(people, metric):
    truth, answer, group = people
    frame = theirs.MetricFrame(
        metrics=THEIRS[metric], y_true=truth, y_pred=answer, sensitive_features=group
    )
    ours = by_group(metric, truth, answer, group)
    assert set(ours) == set(frame.by_group.index)
    for name, value in frame.by_group.items():
        assert abs(ours[name] - value) < 1e-6


def test_gaps_equal_fairlearn(people):
    truth, answer, group = people
    ours = gaps(truth, answer, group)
    pairs = {
        "demographic_parity": theirs.demographic_parity_difference,
        "demographic_ratio": theirs.demographic_parity_ratio,
        "equal_opportunity": theirs.equal_opportunity_difference,
        "equalized_odds": theirs.equalized_odds_difference,
    }
    for name, function in pairs.items():
        expected = function(truth, answer, sensitive_features=group)
        assert abs(getattr(ours, name) - expected) < 1e-6, name


def test_a_group_that_nobody_belongs_to_is_refused(people):
    with pytest.raises(UserError, match="group 'd' has no members"):
        require_groups(people[2], ["a", "d"])


def test_nobody_at_all_is_refused():
    empty = np.array([])
    with pytest.raises(UserError, match="nobody to measure"):
        by_group("accuracy", empty, empty, empty)


def test_labels_other_than_zero_and_one_are_refused():
    with pytest.raises(UserError, match="must be 0 or 1"):
        by_group("accuracy", np.array([0, 2]), np.array([0, 1]), np.array(["a", "b"]))


def test_unknown_metric_names_the_nearest():
    one = np.array([1])
    with pytest.raises(UserError, match="did you mean 'accuracy'"):
        by_group("acuracy", one, one, one)


def test_balancing_weights_make_label_and_group_independent(people):
    truth, _, group = people
    weights = balancing_weights(truth, group)
    shares = [np.average(truth[group == g], weights=weights[group == g]) for g in "abc"]
    assert np.ptp(shares) < 1e-12


def test_group_thresholds_give_every_group_the_same_rate(people):
    _, _, group = people
    score = np.random.default_rng(0).random(len(group)) + (group == "a")
    limits = group_thresholds(score, group, 0.25)
    rates = [(score[group == g] > limits[g]).mean() for g in "abc"]
    assert np.ptp(rates) < 0.03
