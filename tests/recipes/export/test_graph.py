"""A model with what comes before and after it: raw inputs in, answers in their unit out."""

import math

import pytest
import torch
from torch import nn

from gradatim.data.info import OwnTableInfo
from gradatim.models.own_classes import OwnQuantity
from gradatim.recipes import get
from gradatim.recipes.export.graph import MOST_INPUTS, Classes, Normalized, Quantity, graph_of
from gradatim.recipes.options import change
from gradatim.recipes.runs import open_run, start


def test_pixels_are_normalized_and_answers_are_probabilities():
    network = nn.Sequential(nn.Flatten(), nn.Linear(8, 3))
    mean, std = torch.tensor([0.2, 0.5]), torch.tensor([0.5, 0.25])
    pixels = torch.rand(4, 2, 2, 2)
    found = Classes(network, Normalized(mean, std))(pixels)
    by_hand = (pixels - mean[:, None, None]) / std[:, None, None]
    torch.testing.assert_close(found, network(by_hand).softmax(1))
    torch.testing.assert_close(found.sum(1), torch.ones(4))


@pytest.mark.parametrize("logarithm", [False, True])
def test_a_quantity_comes_in_its_unit_between_its_bounds(logarithm):
    info = OwnTableInfo(
        data="t.csv", target="price", classes=(), centre={"x": 0.0}, scale={"x": 1.0}, values={},
        logarithm=(), target_centre=2.0, target_scale=0.5, target_logarithm=logarithm,
    )  # fmt: skip
    model = OwnQuantity(nn.Linear(1, 1, bias=False))
    model.network.weight.data.fill_(1.0)
    model.half_width.fill_(0.2)
    value, low, high = (v.item() for v in Quantity(model, info)(torch.tensor([[3.0]])))
    unit = math.expm1 if logarithm else float
    assert [value, low, high] == pytest.approx([unit(3.5), unit(3.4), unit(3.6)], rel=1e-6)


def test_a_run_is_tried_on_real_images_which_come_as_pixels(tmp_path):
    recipe = change("digits-mlp", get("digits-mlp"), {"steps": 1})
    start("digits-mlp", recipe, tmp_path / "run", show=False)
    graph = graph_of(*open_run(tmp_path / "run"))
    [(name, pixels)] = graph.inputs.items()
    assert name == "pixels"
    assert pixels.shape == (MOST_INPUTS, 1, 8, 8)
    assert 0 <= pixels.min() < pixels.max() <= 1
    assert graph.module(pixels).shape == (MOST_INPUTS, 10)
    assert graph.gives["probabilities"].startswith("(B, 10), of 0, 1")
