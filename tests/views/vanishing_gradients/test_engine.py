"""Gradients through many layers: against the hand-written product of Jacobians, and theory."""

import math

import numpy as np
import pytest
import torch
from torch import nn

from gradatim.errors import UserError
from gradatim.models.vision.backpropagation import backpropagation
from gradatim.models.vision.mlp import MLP, MLPConfig
from gradatim.views import load
from gradatim.views.core.wire import MAX_FRAME, encode


def sizes(**values):
    engine = load("vanishing_gradients")(**values)
    return engine.snapshot()["gradient_sizes"]  # decimal logarithms, a layer each


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu"])
def test_updates_are_those_of_the_written_out_backpropagation(activation):
    engine = load("vanishing_gradients")(depth=6, activation=activation, initialization="xavier")
    config = MLPConfig(in_features=2, hidden=(32,) * 5, n_classes=2, activation=activation)
    twin = MLP(config).double()
    linears = [m for m in twin.layers if isinstance(m, nn.Linear)]
    for mine, other in zip(linears, engine.model.layers, strict=True):
        mine.load_state_dict(other.state_dict())
    gradients = backpropagation(twin, engine.points / 3, engine.labels)
    shown = 10 ** engine.snapshot()["update_sizes"]
    for i, linear in enumerate(linears):
        gradient = gradients[f"layers.{2 * i}.weight"]
        expected = 0.1 * gradient.square().mean().sqrt() / linear.weight.square().mean().sqrt()
        assert shown[i] == pytest.approx(expected.item(), rel=1e-5)


@pytest.mark.parametrize("seed", range(3))
def test_sigmoids_starve_the_first_layer_and_skip_connections_feed_it(seed):
    plain, skipping = sizes(seed=seed), sizes(seed=seed, skip=True)
    assert len(plain) == 20
    assert plain[0] - plain[-1] < -15  # what the question says
    assert abs(skipping[0] - skipping[-1]) < 2.5


def test_the_factor_of_a_layer_is_its_slope_times_its_weights():
    for activation, initialization in [("sigmoid", "pytorch"), ("tanh", "xavier"), ("relu", "he")]:
        engine = load("vanishing_gradients")(
            activation=activation, initialization=initialization, layer=10
        )
        snapshot = engine.snapshot()
        slope, gain = snapshot["factor"]
        fall = snapshot["gradient_sizes"][0] - snapshot["gradient_sizes"][-2]
        assert 10 ** (fall / 18) == pytest.approx(slope * gain, rel=0.12)
    assert gain == pytest.approx(math.sqrt(2), rel=0.05)  # He: twice the inverse of the inputs
    assert slope == pytest.approx(math.sqrt(0.5), rel=0.1)  # half of the slopes are 1


def test_he_weights_learn_at_a_depth_where_sigmoids_stand_still():
    engine = load("vanishing_gradients")(activation="relu", initialization="he")
    engine.step(300)
    assert engine.losses[-1] < 0.1 * engine.losses[0]
    still = load("vanishing_gradients")()
    before = still.model.layers[0].weight.clone()
    still.step(50)
    assert torch.allclose(still.model.layers[0].weight, before, atol=1e-12)


@pytest.mark.parametrize("depth", [2, 50])
@pytest.mark.parametrize("initialization", ["small", "large"])
@pytest.mark.parametrize("skip", [False, True])
def test_any_depth_can_be_drawn_however_small_or_large_its_numbers(depth, initialization, skip):
    engine = load("vanishing_gradients")(
        depth=depth, activation="relu", initialization=initialization, skip=skip
    )
    for _ in range(4):
        engine.step(3)
        _, buffers = encode(engine.snapshot())
        assert sum(map(len, buffers)) <= MAX_FRAME
        for name in ("values", "gradients", "gradient_sizes", "update_sizes", "means"):
            assert np.isfinite(engine.snapshot()[name]).all()
    assert engine.diverged or engine.steps == 12
    with pytest.raises(UserError, match="between 2 and 50"):
        engine.set("depth", 51)


def test_the_address_leads_to_the_same_frame():
    engine = load("vanishing_gradients")(
        depth=7, skip=True, activation="gelu", initialization="he", layer=3
    )
    engine.set("learning_rate", 0.03)
    address = engine.address()
    assert address == {
        "depth": "7", "skip": "1", "activation": "gelu", "initialization": "he", "layer": "3",
        "learning_rate": "0.03",
    }  # fmt: skip
    again = load("vanishing_gradients")(**address)
    for one in (engine, again):
        one.step(5)
    assert encode(engine.snapshot())[1] == encode(again.snapshot())[1]
    engine.rewind(5)
    again.reset()
    assert encode(engine.snapshot())[1] == encode(again.snapshot())[1]


def test_a_network_and_points_of_one_s_own():
    class Mine(nn.Module):
        def __init__(self):
            super().__init__()
            self.body = nn.Sequential(
                nn.Linear(2, 9), nn.BatchNorm1d(9), nn.ReLU(), nn.Dropout(0.2), nn.Linear(9, 5)
            )
            self.out = nn.Linear(5, 2)

        def forward(self, x):
            return self.out(torch.sin(self.body(x)))

    model = Mine()
    before = [p.clone() for p in model.parameters()]
    points = np.random.default_rng(0).normal(size=(40, 2))
    runs = [
        load("vanishing_gradients")(model=model, data=(points, points[:, 0] > 0)) for _ in range(2)
    ]
    for engine in runs:
        mean = engine.model.body[1].running_mean.clone()
        snapshot = engine.snapshot()
        assert torch.equal(engine.model.body[1].running_mean, mean)  # looking changes nothing
        assert len(snapshot["means"]) == 3
        assert snapshot["factor"] == []
        engine.step(30)
        assert engine.losses[-1] < engine.losses[0]
    assert torch.equal(runs[0].model.out.weight, runs[1].model.out.weight)  # dropout from the seed
    assert all(map(torch.equal, model.parameters(), before))  # a copy was trained
    with pytest.raises(UserError, match="your own"):
        engine.set("depth", 5)


@pytest.mark.parametrize(
    ("model", "reason"),
    [
        (torch.relu, "torch.nn.Module"),
        (nn.Linear(2, 2), "1 layers"),
        (nn.Sequential(*[nn.Linear(2, 2) for _ in range(51)]), "51 layers"),
        (nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2)), "does not take"),
        (nn.Sequential(nn.Linear(2, 4), nn.Linear(4, 3)), r"gives \(3, 3\)"),
    ],
)
def test_a_network_that_does_not_fit_is_refused_in_a_sentence(model, reason):
    with pytest.raises(UserError, match=reason):
        load("vanishing_gradients")(model=model)
