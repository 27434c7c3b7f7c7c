"""AlexNet in one tower: the paper's count and shapes, its normalization, other image sizes."""

import pytest
import torch
from torch import nn

from gradatim.errors import UserError
from gradatim.models.vision.alexnet import AlexNet, AlexNetConfig, local_response_norm

TINY = AlexNetConfig(n_classes=5, widths=(4, 6, 8, 8, 6), hidden=16)


def test_has_exactly_the_papers_parameters():
    with torch.device("meta"):
        model = AlexNet(AlexNetConfig.imagenet())
    assert sum(p.numel() for p in model.parameters()) == 62_378_344


def test_every_map_has_the_papers_shape_at_227():
    with torch.device("meta"):
        model, x = AlexNet(AlexNetConfig.imagenet()), torch.empty(2, 3, 227, 227)
    shapes = []
    for layer in model.features:
        x = layer(x)
        if not isinstance(layer, nn.ReLU | nn.LocalResponseNorm):
            shapes.append(tuple(x.shape[1:]))
    assert shapes == [
        (96, 55, 55),
        (96, 27, 27),
        (256, 27, 27),
        (256, 13, 13),
        (384, 13, 13),
        (384, 13, 13),
        (256, 13, 13),
        (256, 6, 6),
    ]


def test_last_pooling_is_the_papers_at_227():
    maps = torch.randn(1, 2, 13, 13)
    assert torch.equal(nn.AdaptiveMaxPool2d(6)(maps), nn.MaxPool2d(3, stride=2)(maps))


def test_local_response_norm_is_the_papers_formula():
    a = torch.rand(1, 9, 2, 3, dtype=torch.float64) * 30
    expected = torch.empty_like(a)
    for i in range(9):
        neighbors = a[:, max(0, i - 2) : min(8, i + 2) + 1]
        expected[:, i] = a[:, i] / (2 + 1e-4 * neighbors.square().sum(1)) ** 0.75
    torch.testing.assert_close(local_response_norm()(a), expected)


@pytest.mark.parametrize("size", [(23, 23), (32, 32), (64, 48), (224, 224), (227, 227), (300, 240)])
def test_takes_images_of_any_size(size):
    assert AlexNet(TINY).eval()(torch.randn(1, 3, *size)).shape == (1, 5)


def test_images_too_small_are_refused_in_words():
    with pytest.raises(UserError, match="at least 23x23 pixels, got 22x40"):
        AlexNet(TINY)(torch.randn(1, 3, 22, 40))


def test_five_widths_are_needed():
    with pytest.raises(UserError, match=r"widths is \(.*\): give 5 numbers"):
        AlexNetConfig(widths=(96, 256, 384))
