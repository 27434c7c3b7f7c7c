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


def test_a_run_that_has_left_keeps_the_number_of_its_own_last_step():
    engine = load("gradient_descent")(surface="bowl", small=0.1, large=8.0)
    engine.step(60)
    shown = engine.snapshot()
    assert shown["step_a"] == 60
    assert shown["step_b"] < 60
    assert len(shown["trail_b"]) == shown["step_b"] + 1
    engine.rewind(58)
    assert engine.snapshot()["step_b"] == 2


def test_the_curve_of_one_weight_moves_one_weight_and_has_a_local_minimum():
    low, high = (load("gradient_descent")(surface="curve", start_a=a, small=0.02) for a in (1, 2.5))
    for engine in (low, high):
        engine.step(200)
        assert engine.trails[0][-1][1] == engine.trails[0][0][1]
    assert low.trails[0][-1][2] < 0.01
    assert high.trails[0][-1][2] > 1  # caught in another valley


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
