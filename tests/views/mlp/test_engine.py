"""The MLP playground: its maps, muted and frozen neurons, networks of one's own."""

import pytest
import torch
from torch import nn

from gradatim.errors import UserError
from gradatim.views import load


def test_without_activation_any_depth_draws_one_line():
    engine = load("mlp")(activation="none", layers=4, width=6, data="circle")
    engine.step(50)
    logits = torch.special.logit((engine.snapshot()["output"] + 1) / 2)
    rows, columns = torch.diff(logits, n=2, dim=0), torch.diff(logits, n=2, dim=1)
    assert rows.abs().max() < 1e-3  # no second difference: the map is a plane
    assert columns.abs().max() < 1e-3


def test_multilayer_learns_the_circle_and_a_dead_neuron_is_silent():
    engine = load("mlp")(data="circle", noise=0.0)
    engine.step(400)
    assert engine.losses[-1][0] < 0.2
    engine.act("mute", [0, 1])
    assert not engine.snapshot()["maps_0"][1].any()


def test_a_frozen_neuron_learns_no_more():
    engine = load("mlp")()
    engine.act("freeze", [0, 1])
    before = engine.snapshot()["weight_0"].clone()
    engine.step(20)
    after = engine.snapshot()["weight_0"]
    assert torch.equal(after[1], before[1])
    assert not torch.equal(after[0], before[0])


def test_a_network_of_one_s_own_learns_in_the_playground():
    class Mine(nn.Module):
        def __init__(self):
            super().__init__()
            self.first, self.drop, self.last = nn.Linear(2, 6), nn.Dropout(0.1), nn.Linear(6, 3)
            self.out = nn.Linear(3, 2)

        def forward(self, x):
            return self.out(torch.sin(self.last(self.drop(torch.sin(self.first(x))))))

    model = Mine()
    before = [p.clone() for p in model.parameters()]
    engine = load("mlp")(model=model, data="xor")
    frame = engine.snapshot()
    place = torch.linspace(-6, 6, 60)[3] / 3  # the second of every third place along an axis
    first = torch.sin(model.first(torch.stack([place, torch.tensor(-2.0)])))
    reach = torch.sin(model.first(torch.cartesian_prod(*[torch.linspace(-6, 6, 60)[::3] / 3] * 2)))
    expected = first / reach.abs().amax(0)
    assert torch.allclose(frame["maps_0"][:, 0, 1], expected, atol=1e-5)
    assert frame["maps_1"].shape == (3, 20, 20)
    engine.step(300)
    assert engine.losses[-1][0] < engine.losses[0][0]
    assert all(map(torch.equal, model.parameters(), before))  # a copy was trained
    engine.act("mute", [1, 2])
    assert engine.snapshot()["maps_1"][2].abs().max() == 0
    engine.act("freeze", [1, 0])
    engine.step(2)
    with pytest.raises(UserError, match="your own"):
        engine.set("layers", 3)
    engine.reset()
    assert torch.equal(engine.snapshot()["weight_0"], before[0])


@pytest.mark.parametrize(
    ("model", "reason"),
    [
        (nn.Linear(3, 2), "3 to 2"),
        (nn.Sequential(nn.Linear(2, 90), nn.ReLU(), nn.Linear(90, 2)), "8 neurons"),
        (nn.Sequential(nn.Linear(2, 2), nn.Flatten(0)), "gives"),
        (nn.Sequential(nn.Unflatten(1, (3, 4)), nn.Linear(2, 2)), "does not take"),
        (nn.ReLU(), "none"),
        (torch.relu, "torch.nn.Module"),
    ],
)
def test_a_network_that_cannot_be_drawn_is_refused_in_a_sentence(model, reason):
    with pytest.raises(UserError, match=reason):
        load("mlp")(model=model)


def test_points_drawn_by_hand_can_be_taken_back():
    engine = load("mlp")(data="moons", seed=3)
    first = engine.points.clone()
    engine.act("add", [1.0, 2.0, 1])
    engine.act("clear")
    assert len(engine.points) == 2
    assert engine.snapshot()["undoable"]
    engine.act("undo")
    assert len(engine.points) == len(first) + 1
    engine.act("undo")
    assert torch.equal(engine.points, first)
    assert engine.values["data"] == "moons"
    assert not engine.snapshot()["undoable"]
    with pytest.raises(UserError, match="nothing to undo"):
        engine.act("undo")


def test_the_fraction_of_right_points_is_that_of_the_model():
    engine = load("mlp")(data="circle")
    engine.step(300)
    right = engine.model(engine.points).argmax(1) == engine.labels
    train, test = engine.snapshot()["right"]
    assert train == pytest.approx(100 * right[~engine.held_out].float().mean())
    assert test == pytest.approx(100 * right[engine.held_out].float().mean())
    engine.act("clear")
    assert None in engine.snapshot()["right"] or len(engine.points) == 2
