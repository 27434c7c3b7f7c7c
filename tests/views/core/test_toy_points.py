"""Points of one's own, in the views that take them."""

import numpy as np
import pytest
import torch
from torch import nn

from gradatim.errors import UserError
from gradatim.views import load


def test_own_points_and_networks():
    random = np.random.default_rng(0)
    points, labels = random.normal(size=(60, 2)), np.array(["a", "b"])[np.arange(60) % 2]
    for view in ("perceptron", "mlp"):
        engine = load(view)(data=(points, labels))
        assert len(engine.points) == 60
        assert engine.address()["data"] == "own"
        assert load(view)(data="xor").values["data"] == "xor"
        with pytest.raises(UserError):
            load(view)(data=(points, labels[:5]))
    network = nn.Sequential(nn.Flatten(), nn.Linear(12, 8), nn.Tanh(), nn.Linear(8, 3))
    before = [p.clone() for p in network.parameters()]
    images = random.normal(size=(40, 3, 4))
    engine = load("gradient_descent")(model=network, data=(images, np.arange(40) % 3))
    engine.step(3)
    assert engine.values["surface"] == "network"
    assert engine.snapshot()["path"].shape == (150, 2)
    assert all(map(torch.equal, network.parameters(), before))  # a copy was trained
