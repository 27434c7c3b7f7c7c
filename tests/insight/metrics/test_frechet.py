"""The Frechet distance against its formula for known distributions."""

import pytest
import torch

from gradatim.insight.metrics.frechet import frechet_distance


def test_distance_of_a_set_from_itself_is_0():
    points = torch.randn(100, 5)
    assert frechet_distance(points, points) == pytest.approx(0, abs=1e-6)


def test_shift_counts_squared_and_does_not_depend_on_the_order():
    points = torch.randn(200, 4)
    moved = points + torch.tensor([3.0, 0, 0, 4.0])
    assert frechet_distance(points, moved) == pytest.approx(25, rel=1e-4)
    assert frechet_distance(points, moved) == pytest.approx(frechet_distance(moved, points))


def test_scale_of_one_axis_is_the_squared_difference_of_deviations():
    points = torch.randn(500, 1).double()
    wanted = (2 * points.std()).square().item()  # (3 s - s)^2 and the means
    mean = 2 * points.mean().item()
    assert frechet_distance(points, 3 * points) == pytest.approx(wanted + mean**2, rel=1e-4)
