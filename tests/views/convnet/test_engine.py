"""A convolutional network in its view: learning, the scrubber, networks of one's own."""

import io
import math

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn

from gradatim.errors import UserError
from gradatim.insight.activations import capture
from gradatim.views import load
from gradatim.views.core.wire import MAX_FRAME, encode


def test_network_learns_digits_and_the_scrubber_replays():
    engine = load("convnet")(batch_size=64, learning_rate=0.005)
    first = engine.snapshot()["kernels"]
    assert engine.curve[0][0] == pytest.approx(math.log(10), abs=0.15)
    engine.step(150)
    assert engine.curve[-1][1] > 0.85
    now = engine.snapshot()["kernels"]
    engine.set("scrub", 0)
    assert torch.equal(engine.snapshot()["kernels"], first)
    engine.set("scrub", 1000)
    assert torch.equal(engine.snapshot()["kernels"], now)


def test_mislabeled_class_shows():
    engine = load("convnet")(batch_size=64, learning_rate=0.005, mislabel=True)
    engine.step(150)
    logits = engine.task.logits(engine.validation)
    ones = engine.validation.labels == 1
    assert (logits[ones].argmax(1) == 7).float().mean() > 0.7


def small_network():
    return nn.Sequential(
        nn.Conv2d(1, 6, 3, padding=1), nn.Tanh(), nn.Dropout(0.1), nn.MaxPool2d(2),
        nn.Conv2d(6, 9, 3), nn.BatchNorm2d(9), nn.Tanh(), nn.Flatten(), nn.Linear(36, 10),
    )  # fmt: skip


def test_a_convolutional_network_of_one_s_own_is_shown_and_trained():
    model = small_network()
    before = [p.clone() for p in model.parameters()]
    runs = [load("convnet")(model=model) for _ in range(2)]
    frame = runs[0].snapshot()
    assert runs[0].values["data"] == "digits"
    assert frame["names"] == ["0", "4"]
    assert torch.allclose(frame["kernels"], before[0][:8].mean(1))
    pinned, _ = runs[0].pinned()
    normal = (pinned - runs[0].mean) / runs[0].std
    first = model.eval()[0](normal)
    assert torch.allclose(frame["maps_0"], first[0], atol=1e-5)
    second = model[:5](normal)
    assert torch.allclose(frame["maps_1"], second[0, :8], atol=1e-5)
    assert frame["count_1"] == 9
    assert torch.allclose(frame["answer"], model(normal)[0].softmax(0), atol=1e-5)
    for engine in runs:
        engine.step(40)
    assert runs[0].curve[-1][0] < 0.7 * runs[0].curve[0][0]
    assert torch.equal(runs[0].model[4].weight, runs[1].model[4].weight)  # dropout from the seed
    assert all(map(torch.equal, model.parameters(), before))  # a copy was trained
    runs[0].set("scrub", 0)
    assert torch.allclose(runs[0].snapshot()["kernels"], before[0][:8].mean(1))
    with pytest.raises(UserError, match="your own"):
        runs[0].set("stages", 3)
    with pytest.raises(UserError, match=r"does not take images of mnist, \(B, 1, 28, 28\)"):
        runs[0].set("data", "mnist")
    runs[0].step(1)


def test_of_many_convolutions_three_are_drawn_in_running_order():
    class Reversed(nn.Module):
        def __init__(self):
            super().__init__()
            self.layers = nn.ModuleList(nn.Conv2d(4, 4, 3, padding=1) for _ in range(5))
            self.first, self.out = nn.Conv2d(1, 4, 5), nn.Linear(64, 10)

        def forward(self, x):
            x = self.first(x)
            for layer in reversed(self.layers):
                x = x + layer(x).relu()
            return self.out(x.flatten(1))

    frame = load("convnet")(model=Reversed()).snapshot()
    assert frame["names"] == ["first", "layers.3", "layers.0"]  # of six: 1st, 3rd, 6th
    assert sum(map(len, encode(frame)[1])) <= MAX_FRAME


@pytest.mark.parametrize(
    ("model", "reason"),
    [
        (torch.relu, "torch.nn.Module"),
        (nn.Sequential(nn.Flatten(), nn.Linear(64, 10)), "no nn.Conv2d"),
        (nn.Sequential(nn.Conv2d(3, 4, 3), nn.Flatten(), nn.Linear(144, 10)), "takes 3 channels"),
        (nn.Sequential(nn.Conv2d(1, 4, 3), nn.Flatten(), nn.Linear(2704, 5)), r"gives \(2, 5\)"),
        (nn.Sequential(nn.Conv2d(1, 4, 3), nn.Flatten(), nn.Linear(7, 10)), "does not take"),
        (nn.Sequential(nn.Conv2d(1, 1, 1), nn.Linear(2000, 2000)), "weights; at most"),
    ],
)
def test_a_network_without_fitting_convolutions_is_refused_in_a_sentence(model, reason):
    with pytest.raises(UserError, match=reason):
        load("convnet")(model=model)


@pytest.mark.parametrize("paper", [255, 150, 90])
def test_a_drawing_is_taken_from_its_paper_and_centered(paper):
    """The same digit is pinned, however gray the paper, wide the margin and bent the light."""
    engine, alike = load("convnet")(), []
    for image in engine.validation.images[:10, 0].numpy():  # (8, 8)
        large = np.asarray(Image.fromarray(image).resize((80, 80), Image.Resampling.BICUBIC)) / 255
        cover = np.pad(large, ((20, 150), (90, 10)))
        light = paper * np.linspace(1, 0.6, cover.shape[1])
        file = io.BytesIO()
        Image.fromarray((light * (1 - 0.9 * cover)).astype(np.uint8)).save(file, "PNG")
        engine.load_file("digit.png", file.getvalue())
        pinned, label = engine.pinned()
        assert (pinned.shape, label) == ((1, 1, 8, 8), -1)
        alike.append(np.corrcoef(pinned.flatten().numpy(), image.flatten())[0, 1])
    assert np.mean(alike) > 0.93


def test_paper_without_ink_is_refused_and_nothing_is_pinned():
    engine = load("convnet")()
    file = io.BytesIO()
    Image.new("L", (90, 90), 180).save(file, "PNG")
    with pytest.raises(UserError, match="no ink stands out"):
        engine.load_file("paper.png", file.getvalue())
    assert engine.pinned()[1] >= 0


@pytest.mark.parametrize("layer", [1, 2])
def test_the_arithmetic_of_a_place_gives_the_number_of_the_map(layer):
    engine = load("convnet")()
    engine.step(3)
    for place in ((0, 0), (2, 3), (3, 1)):  # at the border the window reaches over it
        engine.set("place", [layer, 5, *place])
        shown = engine.snapshot()
        number = shown[f"maps_{layer - 1}"][5][place]
        assert max(0.0, shown["total"]) == pytest.approx(float(number), abs=1e-5)
        terms = (shown["windows"] * shown["window_kernels"]).sum((1, 2))
        assert torch.allclose(terms, shown["sums"], atol=1e-6)
    engine.set("place", [3, 0, 0, 0])  # of a network with more layers
    assert engine.snapshot()["asked"] == []


def test_a_drawn_digit_is_pinned_until_it_is_wiped():
    engine = load("convnet")()
    for y in np.linspace(0.2, 0.8, 7):
        engine.act("draw", [0.5, y, 0.5, y + 0.02])
    pinned, label = engine.pinned()
    assert label == -1
    assert pinned[0, 0, :, 3:5].mean() > 4 * pinned[0, 0, :, :2].mean()  # a one
    engine.act("clear")
    assert engine.pinned()[1] >= 0
    assert not engine.snapshot()["drawn"]


def test_images_that_excite_a_map_are_those_of_its_largest_numbers():
    engine = load("convnet")()
    engine.set("place", [2, 3, 0, 0])
    shown = engine.snapshot()["exciting"]
    assert shown.shape == (6, 8, 8)
    normal = (engine.validation.images[:100].float() / 255 - engine.mean) / engine.std
    strength = capture(engine.whole, normal)[engine.layers[1]][:, 3].amax((1, 2))
    assert torch.equal(shown[0], engine.validation.images[int(strength.argmax()), 0])
