"""The loss in its view: against torch, and what an outlier does to the lowest place of J(W)."""

import pytest
import torch
import torch.nn.functional as F

from gradatim.errors import UserError
from gradatim.views import load


@pytest.mark.parametrize("kind", ["squared", "absolute", "cross_entropy"])
def test_losses_mean_and_step_are_those_of_torch(kind):
    engine = load("loss")(loss=kind, n_examples=9, learning_rate=0.3)
    shown = engine.snapshot()
    w = torch.tensor(engine.weight, requires_grad=True)
    formula = {
        "squared": F.mse_loss,
        "absolute": F.l1_loss,
        "cross_entropy": F.binary_cross_entropy_with_logits,
    }[kind]
    mean = formula(w * engine.x, engine.target)
    mean.backward()
    assert shown["mean_loss"] == pytest.approx(float(mean.detach()), abs=1e-5)
    assert shown["gradient"] == pytest.approx(float(w.grad), abs=1e-5)
    engine.step(1)
    assert engine.weight == pytest.approx(float(w.detach() - 0.3 * w.grad), abs=1e-5)
    assert torch.allclose(engine.curves.mean(0), shown["mean"], atol=1e-5)


def test_with_one_example_the_curve_is_its_own_and_descent_ends_in_its_lowest_place():
    engine = load("loss")(n_examples=1)
    assert torch.equal(engine.curves[0], engine.snapshot()["mean"])
    engine.step(200)
    assert engine.weight * float(engine.x[0]) == pytest.approx(float(engine.target[0]), abs=1e-3)


def test_an_outlier_moves_the_squared_error_further():
    moved = {}
    for kind in ("squared", "absolute"):
        engine = load("loss")(loss=kind, n_examples=15)
        before = engine.grid[engine.mean.argmin()]
        engine.act("move", [int(engine.x.argmax()), 4.0])
        moved[kind] = float(engine.grid[engine.mean.argmin()] - before)
    assert moved["squared"] > 2 * abs(moved["absolute"])


def test_a_large_step_diverges_and_the_way_back_is_open():
    engine = load("loss")(learning_rate=4)
    engine.step(200)
    assert engine.diverged
    engine.rewind(20)
    assert abs(engine.weight) < 1e6
    with pytest.raises(UserError, match="no point"):
        engine.act("move", [29, 0])
