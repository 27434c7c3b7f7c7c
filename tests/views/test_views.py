"""The numbers behind each view, against torch, scikit-learn, or what theory says."""

import itertools
import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from gradatim.errors import UserError
from gradatim.views import load
from gradatim.views.backpropagation.engine import BackpropagationEngine, parse


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


def test_convolution_equals_torch_and_its_size_formula():
    for size, stride, padding in itertools.product((1, 3, 5), (1, 2, 3), (0, 2)):
        for channels, dilation in (("grey", 1), ("color", 2)):
            C, steps = 3 if channels == "color" else 1, (stride, padding, dilation)
            cells = [0.1 * i - 0.4 for i in range(C * size * size)]
            named = dict(zip(("stride", "padding", "dilation"), steps, strict=True))
            values = {"kernel": "own", "cells": cells, "size": size, "channels": channels, **named}
            snapshot = load("convolution")(pooling="max", **values).snapshot()
            image = load("convolution")(channels=channels).image
            kernel = torch.tensor(cells).view(1, C, size, size)
            expected = F.conv2d(torch.from_numpy(image)[None], kernel, **named)
            assert torch.allclose(snapshot["map"], expected[0, 0], atol=1e-5)
            assert torch.allclose(snapshot["pooled"], F.max_pool2d(expected, 2)[0, 0], atol=1e-5)
            assert snapshot["map"].shape[0] == math.floor(snapshot["exact"])
            assert float(snapshot["sums"].sum()) == pytest.approx(snapshot["sum"], abs=1e-5)


def test_a_kernel_has_cells_for_every_colour_and_keeps_them_in_the_address():
    engine = load("convolution")(kernel="opponent")  # only a colour image has red and green
    assert engine.values["channels"] == "color"
    assert engine.snapshot()["kernel"].shape == (3, 3, 3)
    engine.act("set_cell", [26, 5])
    again = load("convolution")(**engine.address()).snapshot()
    assert torch.equal(again["map"], engine.snapshot()["map"])
    engine.set("size", 5)
    assert engine.snapshot()["kernel"].shape == (3, 5, 5)
    engine.set("channels", "grey")
    assert engine.snapshot()["kernel"].shape == (1, 5, 5)
    engine.set("channels", "color")
    assert engine.snapshot()["products"].shape == (3, 5, 5)
    red = np.zeros((3, 40, 40), np.float32)
    red[0] = 1
    assert load("convolution")(image=red, kernel="opponent").snapshot()["sum"] == pytest.approx(
        1, abs=0.02
    )


def test_a_dilated_window_that_does_not_fit_is_refused_and_the_view_stays():
    engine = load("convolution")(cells=[1.0] * 49, size=7, kernel="own", padding=0)
    engine.set("dilation", 4)  # spans 25
    assert engine.snapshot()["map"].shape == (4, 4)
    engine = load("convolution")(size=7, cells=[1.0] * 49, kernel="own", padding=0, pool_size=4)
    with pytest.raises(UserError):
        load("convolution")(size=7, kernel="own", cells=[1.0] * 49, padding=0, dilation=4, stride=4)


def test_a_shifted_image_gives_a_shifted_map():
    engine = load("convolution")(padding=0)
    before = engine.snapshot()["map"]
    engine.set("shift_x", 2)
    assert torch.allclose(engine.snapshot()["map"][:, 2:], before[:, :-2], atol=1e-6)


def test_convolution_takes_any_array_as_image():
    engine = load("convolution")(image=torch.rand(3, 50, 40).numpy())
    assert engine.image.shape == (1, 28, 28)
    for bad in (torch.full((9, 9), float("nan")).numpy(), torch.zeros(5).numpy()):
        with pytest.raises(UserError):
            load("convolution")(image=bad)


@pytest.mark.parametrize(
    "expression",
    ["(tanh(w1*x1 + w2*x2 + b) - y)**2", "(x*w) * (x + w)", "exp(-a*a) / (b + 3) - sin(a*b)"],
)
@pytest.mark.parametrize("passes", [1, 2])
def test_backpropagation_equals_autograd(expression, passes):
    engine = BackpropagationEngine(example="own", expression=expression, passes=passes)
    engine.step(200)
    snapshot = engine.snapshot()
    assert snapshot["finished"]
    reference = snapshot["autograd"]
    assert reference
    for name, gradient in reference.items():
        ours = float(snapshot["gradients"][snapshot["labels"].index(name)])
        assert ours == pytest.approx(gradient, rel=1e-4, abs=1e-6)


@pytest.mark.parametrize(
    "bad",
    [
        "__import__('os').system('ls')",
        "x.y",
        "[1]*9",
        "lambda: 1",
        "tan(x)",
        "f(x, y)",
        "x +",
        "x",
        "+".join(["x*x"] * 30),
        "(" * 300 + "x" + ")" * 300,
        "'a'*9",
    ],
)
def test_what_is_no_expression_is_refused(bad):
    with pytest.raises(UserError):
        parse(bad)


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


def test_mislabelled_class_shows():
    engine = load("convnet")(batch_size=64, learning_rate=0.005, mislabel=True)
    engine.step(150)
    logits = engine.task.logits(engine.test)
    ones = engine.test.labels == 1
    assert (logits[ones].argmax(1) == 7).float().mean() > 0.7


@pytest.fixture(scope="module")
def attention():
    return load("attention")()


def test_attention_matrices_are_those_of_the_model(attention):
    snapshot = attention.snapshot()
    layer, head = attention.values["layer"] - 1, attention.values["head"] - 1
    assert torch.allclose(snapshot["weights"], snapshot["heads"][layer, head], atol=1e-5)
    assert torch.allclose(snapshot["weights"].sum(1), torch.ones(len(snapshot["tokens"])))
    assert not snapshot["weights"].triu(1).any()
    attention.set("scale", False)
    assert (
        attention.snapshot()["weights"].max(1).values.mean()
        >= snapshot["weights"].max(1).values.mean() - 1e-6
    )
    attention.set("scale", True)


def test_language_model_starts_without_belief_and_learns():
    engine = load("language_model")()
    engine.step(1)
    assert engine.losses[0] == pytest.approx(math.log(engine.snapshot()["vocabulary"]), abs=0.3)
    engine.step(24)
    assert engine.losses[-1] < engine.losses[0] - 0.5
    best = engine.snapshot()["words"][0]
    before = len(engine.tokens)
    engine.act("choose", 0)
    assert engine.snapshot()["tokens"][before] == best
    engine.set("temperature", 0.0)
    assert engine.snapshot()["probabilities"].tolist() == [1.0] + [0.0] * 9


def test_masked_word_is_hidden_from_the_model():
    engine = load("language_model")(task="masked")
    assert engine.snapshot()["hidden_words"] == [1]
    shares = engine.snapshot()["probabilities"]
    engine.tokens[1] = engine.tokens[0]  # what stands under the mask must not matter
    assert torch.equal(engine.snapshot()["probabilities"], shares)
    with pytest.raises(UserError):
        engine.set("model", "run")  # there is no folder of runs here
    assert engine.values["model"] == "live"


def test_arena_plays_to_the_end_and_shares_all_cheese():
    engine = load("pyrat_match")(width=9, height=7, cheese=9, mud=0)
    engine.step(400)
    snapshot = engine.snapshot()
    assert snapshot["finished"]
    eaten = 9 - int(snapshot["present"].sum())
    assert float(snapshot["score"].sum()) == pytest.approx(eaten)
    assert max(snapshot["score"]) > 4.5 or eaten == 9


def test_arena_obeys_the_arrow_keys_and_walls():
    engine = load("pyrat_match")(rat="human", walls=0, mud=0)
    start = int(engine.games.state.position[0, 0])
    engine.act("move", 3)  # south, from the top left corner
    assert int(engine.games.state.position[0, 0]) == start + 15
    engine.act("move", 4)  # west is the border
    assert int(engine.games.state.position[0, 0]) == start + 15
    with pytest.raises(UserError):
        load("pyrat_match")().act("move", 1)
