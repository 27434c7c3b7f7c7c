import numpy as np
import pytest
import torch
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss

from gradatim.errors import UserError
from gradatim.insight.metrics.calibration import (
    brier_score,
    calibration_error,
    fit_temperature,
    reliability,
)


def _overconfident(n: int = 4000, factor: float = 3.0) -> tuple[torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(0)
    logits = torch.randn(n, 5, generator=generator)
    labels = torch.multinomial(logits.softmax(1), 1, generator=generator)[:, 0]
    return factor * logits, labels


def test_bins_equal_scikit_learn():
    generator = np.random.default_rng(0)
    confidence = generator.random(500)
    right = generator.random(500) < confidence
    ours = reliability(confidence, right, 10)
    accuracy, mean = calibration_curve(right, confidence, n_bins=10)
    there = ~np.isnan(ours.accuracy)
    assert ours.accuracy[there] == pytest.approx(accuracy)
    assert ours.confidence[there] == pytest.approx(mean)
    assert ours.fraction.sum() == pytest.approx(1)


def test_expected_calibration_error_of_a_known_case():
    confidence = np.array([0.95, 0.95, 0.55, 0.55])
    right = np.array([True, False, True, False])
    assert reliability(confidence, right, 10).error == pytest.approx(0.5 * 0.45 + 0.5 * 0.05)


def test_temperature_finds_the_factor_of_overconfidence():
    logits, labels = _overconfident(factor=3.0)
    temperature = fit_temperature(logits, labels)
    assert temperature == pytest.approx(3.0, abs=0.2)
    assert (
        calibration_error(logits / temperature, labels) < 0.03 < calibration_error(logits, labels)
    )


def test_temperature_works_where_gradients_are_off():
    with torch.no_grad():
        assert fit_temperature(*_overconfident()) > 1


def test_brier_score_of_two_classes_is_twice_scikit_learns():
    logits, labels = torch.randn(100, 2), torch.randint(0, 2, (100,))
    theirs = brier_score_loss(labels.numpy(), logits.softmax(1)[:, 1].numpy())
    assert brier_score(logits, labels) == pytest.approx(2 * theirs, abs=1e-6)


def test_no_examples_are_refused():
    with pytest.raises(UserError, match="no examples"):
        reliability(np.array([]), np.array([]))
