"""What has learned before goes on: the last layer first, then all, each at its rate."""

import torch
from torch import nn

from gradatim.data.sampler import ShuffledIndices
from gradatim.models.vision.resnet import ResNet, ResNetConfig
from gradatim.recipes.fine_tuning import learn_in_turn, load_all_but_last, slower_groups
from gradatim.training import OptimizerConfig


def test_the_last_layer_learns_alone_and_later_all_do():
    model, order = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2)), ShuffledIndices(6, 2, 0)
    seen = []
    for _ in range(5):
        next(order)
        learn_in_turn(model, order, 3)
        seen.append([p.requires_grad for p in model.parameters()])
    assert seen == [[False, False, True, True]] * 3 + [[True] * 4] * 2


def test_what_has_learned_before_has_a_smaller_rate_whatever_the_group():
    model = nn.Sequential(nn.Linear(3, 4), nn.Linear(4, 2))
    matrices, vectors = ([p for p in model.parameters() if p.ndim == n] for n in (2, 1))
    groups = [{"params": matrices}, {"params": vectors, "lr": 0.2}]
    found = slower_groups(groups, model, OptimizerConfig(learning_rate=0.1), 0.5)
    rates = {id(p): g["lr"] for g in found for p in g["params"]}
    assert [rates[id(p)] for p in model.parameters()] == [0.05, 0.1, 0.1, 0.2]


def test_a_network_of_colors_reads_gray_as_three_equal_channels():
    sizes = {"widths": (4,), "depths": (1,), "stem": "imagenet", "shortcut": "projection"}
    color = ResNet(ResNetConfig(**sizes, in_channels=3, n_classes=2)).eval()
    gray = ResNet(ResNetConfig(**sizes, in_channels=1, n_classes=2)).eval()
    load_all_but_last(gray, color.state_dict(), "color")
    gray.fc.load_state_dict(color.fc.state_dict())
    images = torch.randn(2, 1, 32, 32)
    assert torch.allclose(gray(images), color(images.expand(2, 3, 32, 32)), atol=1e-5)
    load_all_but_last(color, gray.state_dict(), "gray")
    assert torch.allclose(gray(images), color(images.expand(2, 3, 32, 32)), atol=1e-5)
