"""Convolution and pooling in their view, against torch."""

import itertools
import math

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from gradatim.errors import UserError
from gradatim.models.vision.convolution import slide_kernel
from gradatim.views import load


def test_convolution_equals_torch_and_its_size_formula():
    for size, stride, padding in itertools.product((1, 3, 5), (1, 3), (0, 2)):
        for channels, dilation in (("gray", 1), ("color", 2)):
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
            assert float(snapshot["sums"].sum()) == pytest.approx(snapshot["sum"], 1e-5, 1e-5)


def test_a_kernel_has_cells_for_every_color_and_keeps_them_in_the_address():
    engine = load("convolution")(kernel="opponent")  # only a color image has red and green
    assert engine.values["channels"] == "color"
    assert engine.snapshot()["kernel"].shape == (3, 3, 3)
    engine.act("set_cell", [26, 5])
    again = load("convolution")(**engine.address()).snapshot()
    assert torch.equal(again["map"], engine.snapshot()["map"])
    engine.set("size", 5)
    assert engine.snapshot()["kernel"].shape == (3, 5, 5)
    engine.set("channels", "gray")
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
    assert engine.image.shape == (1, 96, 96)
    for bad in (torch.full((9, 9), float("nan")).numpy(), torch.zeros(5).numpy()):
        with pytest.raises(UserError):
            load("convolution")(image=bad)


def test_the_lecture_s_examples_give_the_lecture_s_numbers():
    engine = load("convolution")()
    engine.set("example", "lecture")
    rows = ["".join(f"{value:.0f}" for value in row) for row in engine.snapshot()["map"]]
    assert rows == ["14341", "12433", "12341", "13311", "33110"]
    engine.set("example", "pooling")
    shown = engine.snapshot()
    assert shown["pooled"].tolist() == [[2, 3], [8, 6]]
    engine.act("move_window", [3, 2])
    shown = engine.snapshot()
    assert (shown["pool_window"].tolist(), shown["pool_value"]) == ([[1, 6], [4, 5]], 6)


def test_sliding_begins_where_the_map_answers_and_no_more_than_all_changes():
    for example in ("digit", "lecture", "flower"):
        engine = load("convolution")(example=example, kernel="outline")
        engine.step(1)
        assert engine.snapshot()["sum"] != 0
        assert 0 < engine.snapshot()["moved"] <= 1


def test_a_photograph_gives_the_numbers_of_the_sliding_window():
    engine = load("convolution")(channels="color", stride=3, padding=2)
    image = torch.from_numpy(engine.image)[None]
    window = slide_kernel(image, engine.kernel(), stride=3, padding=2)
    assert torch.allclose(engine.map, window[0, 0], atol=1e-5)


def test_cells_that_make_no_kernel_leave_everything_as_it_was():
    engine = load("convolution")()
    engine.set("size", 3)
    values = dict(engine.values)
    with pytest.raises(UserError, match="K x K cells"):
        engine.set("cells", [3, 1, 3, 0, 0, 3])
    assert engine.values == values
    engine.snapshot()
