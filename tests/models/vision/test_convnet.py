"""LeNet-style networks: published sizes, pooling before ReLU, errors for impossible sizes."""

import pytest
import torch
from torch import nn

from gradatim.errors import UserError
from gradatim.models.vision.convnet import ConvNet, ConvNetConfig


def test_lenet5_has_its_published_size():
    assert sum(p.numel() for p in ConvNet(ConvNetConfig.lenet5()).parameters()) == 61_706


def test_pooling_before_relu_changes_nothing_but_the_time():
    model = ConvNet(ConvNetConfig.mnist()).eval()
    x = torch.randn(3, 1, 28, 28)
    expected = x
    for stage in model.stages:
        convolution, pool, relu = stage
        expected = pool(relu(convolution(expected)))
    torch.testing.assert_close(model(x), model.head(expected.flatten(1)))


def test_channels_last_gives_the_same_logits():
    model = ConvNet(ConvNetConfig.cifar10()).eval()
    x = torch.randn(2, 3, 32, 32)
    expected = model(x)
    model.to(memory_format=torch.channels_last)
    ours = model(x.contiguous(memory_format=torch.channels_last))
    torch.testing.assert_close(ours, expected, rtol=1e-4, atol=1e-5)


def test_batch_norm_and_dropout_are_there_when_asked_for():
    kinds = {type(m) for m in ConvNet(ConvNetConfig(batch_norm=True, dropout=0.3)).modules()}
    assert {nn.BatchNorm2d, nn.Dropout} <= kinds
    kinds = {type(m) for m in ConvNet(ConvNetConfig()).modules()}
    assert not {nn.BatchNorm2d, nn.Dropout} & kinds


@pytest.mark.parametrize("image_size", [8, 16, 28, 32, 33, 64])
@pytest.mark.parametrize("same_padding", [True, False])
def test_any_image_size_that_leaves_something_fits(image_size, same_padding):
    try:
        model = ConvNet(ConvNetConfig(image_size=image_size, same_padding=same_padding))
    except UserError:
        assert (image_size, same_padding) == (8, False)
        return
    assert model(torch.randn(1, 1, image_size, image_size)).shape == (1, 10)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            {"widths": (8, 16, 32)},
            r"kernel_sizes is \(5, 3\) and widths is \(8, 16, 32\): give equally many",
        ),
        ({"image_size": 11}, r"11x11 pixels is too small .*give images of 12 pixels or more"),
        ({"same_padding": True, "kernel_sizes": (4, 3)}, "same_padding=True needs odd ones"),
        ({"dropout": -0.1}, "dropout is -0.1: give a number from 0 to below 1"),
    ],
)
def test_impossible_sizes_are_refused_in_words(wrong, message):
    with pytest.raises(UserError, match=message):
        ConvNet(ConvNetConfig(**wrong))
