"""Gradient descent in its view: divergence where theory says, and a network's own plane."""

import math

import pytest
import torch

from gradatim.views import load


def test_plain_descent_diverges_beyond_twice_the_inverse_curvature():
    critical = 2 / 15
    below = load("gradient_descent")(surface="ravine", large=critical * 0.97)
    above = load("gradient_descent")(surface="ravine", large=critical * 1.03)
    for engine in (below, above):
        engine.step(150)
    assert below.snapshot()["critical"] == pytest.approx(critical, rel=0.01)
    assert below.trails[1][-1][2] < 0.2 * below.trails[1][0][2]
    assert above.trails[1][-1][2] > 10 * above.trails[1][0][2]


def test_both_runs_leaving_the_map_is_a_divergence_that_can_be_taken_back():
    engine = load("gradient_descent")(surface="bowl", small=5.0, large=8.0)
    engine.step(60)
    assert engine.diverged
    steps = engine.steps
    assert steps < 60
    engine.rewind(3)
    assert not engine.diverged
    assert engine.steps == steps - 3
    assert math.isfinite(engine.trails[0][-1][2])


def test_network_plane_has_its_minimum_near_where_training_ended():
    engine = load("gradient_descent")(surface="network", start_a=0.0, start_b=0.0, small=0.05)
    loss = engine.trails[0][0][2]
    assert loss < 0.35  # the network learned the half moons
    assert engine.snapshot()["lowest"] == pytest.approx(loss, abs=0.1)


def test_the_network_s_own_path_lies_on_its_surface():
    engine = load("gradient_descent")(surface="network")
    first, last = (engine.surface(torch.tensor(engine.path[i])) for i in (0, -1))
    assert first > 3 * last
    assert engine.trails[0][0][:2] == pytest.approx(engine.path[0].tolist(), abs=1e-5)
