"""The law finds the numbers that made the losses, and refuses too few of them."""

import numpy as np
import pytest

from gradatim.errors import UserError
from gradatim.experiments.scaling.law import Law, Measurement, fit_law

CHINCHILLA = Law(1.69, 406.4, 0.34, 410.7, 0.28, 0.0)  # Hoffmann et al. 2022, equation 10


def runs(law, noise=0.0):
    draw = np.random.default_rng(0)
    return [
        Measurement(n, d, law.predict(n, d) * (1 + noise * draw.standard_normal()))
        for n in (10_000, 30_000, 100_000, 300_000, 1_000_000)
        for d in (100_000, 1_000_000, 10_000_000, 100_000_000)
    ]


def test_the_numbers_of_a_law_are_found_again():
    found = fit_law(runs(CHINCHILLA))
    assert found.a == pytest.approx(0.34, abs=0.005)
    assert found.b == pytest.approx(0.28, abs=0.005)
    assert pytest.approx(1.69, rel=0.01) == found.E
    assert pytest.approx(406.4, rel=0.02) == found.A
    assert pytest.approx(410.7, rel=0.02) == found.B
    assert found.error < 1e-4


def test_a_larger_run_is_predicted_from_noisy_ones():
    found = fit_law(runs(CHINCHILLA, noise=0.005))
    assert found.predict(2e6, 2e8) == pytest.approx(CHINCHILLA.predict(2e6, 2e8), rel=0.02)


def test_too_few_runs_are_refused():
    with pytest.raises(UserError, match="4 runs of 1 sizes"):
        fit_law(runs(CHINCHILLA)[:4])
    rising = [Measurement(n, d, n * d) for n in (10, 20, 40) for d in (10, 20, 40)]
    with pytest.raises(UserError, match="no law of this form fits"):
        fit_law(rising)
