"""Rosenblatt's rule in its view: gates, points moved and relabeled, points of one's own."""

import pytest
import torch

from gradatim.errors import UserError
from gradatim.views import load


@pytest.mark.parametrize("gate", ["and", "or"])
def test_perceptron_learns_and_or(gate):
    engine = load("perceptron")(data=gate)
    engine.step(100)
    assert engine.finished()
    assert engine.snapshot()["errors"][-1] == 0


def test_perceptron_never_learns_xor():
    engine = load("perceptron")(data="xor")
    engine.step(400)
    assert not engine.finished()
    assert engine.mistakes == 400


def test_moving_a_point_keeps_the_line():
    engine = load("perceptron")()
    engine.step(3)
    line = engine.snapshot()["weight"]
    engine.act("move", [0, 1.5, -1.5])
    assert engine.snapshot()["points"][0].tolist() == [1.5, -1.5]
    assert torch.allclose(engine.snapshot()["weight"], line, atol=1e-3)


def test_relabeled_and_removed_points():
    engine = load("perceptron")(data="and")
    engine.act("relabel", 0)
    assert engine.labels.tolist() == [1, 0, 0, 1]
    engine.act("remove", 0)
    assert engine.labels.tolist() == [0, 0, 1]
    with pytest.raises(UserError):
        engine.act("relabel", 3)
