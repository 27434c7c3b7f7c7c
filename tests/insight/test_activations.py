"""Looking inside: outputs by name, hooks that leave no trace, feature maps, first kernels."""

import pytest
import torch
from torch import nn

from gradatim.errors import UserError
from gradatim.insight.activations import capture, feature_maps, first_kernels, kind
from gradatim.models.vision.convnet import ConvNet, ConvNetConfig
from gradatim.models.vision.densenet import DenseNet, DenseNetConfig
from gradatim.models.vision.mlp import MLP, MLPConfig
from gradatim.models.vision.perceptron import Perceptron, PerceptronConfig
from gradatim.models.vision.resnet import ResNet, ResNetConfig


def test_every_layers_output_is_the_input_of_the_next():
    model = MLP(MLPConfig(in_features=6, hidden=(5, 4), n_classes=3))
    x = torch.randn(2, 6)
    outputs = capture(model, x)
    assert list(outputs) == [f"layers.{i}" for i in range(5)] + ["layers"]
    assert torch.equal(outputs["layers.0"], model.layers[0](x))
    for index in range(1, 5):
        expected = model.layers[index](outputs[f"layers.{index - 1}"])
        assert torch.equal(outputs[f"layers.{index}"], expected)
    assert torch.equal(outputs["layers"], model(x))
    assert not outputs["layers"].requires_grad


def test_only_the_named_layers_are_kept():
    model = ResNet(ResNetConfig.digits())
    assert list(capture(model, torch.randn(1, 1, 8, 8), names=["layer2", "conv1"])) == [
        "conv1",
        "layer2",
    ]


def test_an_unknown_layer_is_refused_with_the_nearest():
    with pytest.raises(UserError, match="no layer is called 'layer9': did you mean 'layer"):
        capture(ResNet(ResNetConfig.digits()), torch.randn(1, 1, 8, 8), names=["layer9"])


def test_a_layer_that_runs_twice_is_kept_twice():
    class Twice(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.step = nn.Linear(3, 3)

        def forward(self, x):
            return self.step(self.step(x))

    model = Twice()
    x = torch.randn(1, 3)
    outputs = capture(model, x)
    assert list(outputs) == ["step", "step#2"]
    assert torch.equal(outputs["step#2"], model(x))


def test_an_activation_in_place_does_not_overwrite_what_was_kept():
    model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(inplace=True))
    assert (capture(model, torch.randn(3, 4))["0"] < 0).any()


def test_model_is_left_as_it_was_found():
    model = nn.Sequential(nn.BatchNorm2d(2), nn.Dropout(), nn.Conv2d(2, 2, 3)).train()
    model[2].eval()
    before = {name: value.clone() for name, value in model.state_dict().items()}
    capture(model, torch.randn(2, 2, 5, 5))
    assert [module.training for module in model] == [True, True, False]
    assert all(torch.equal(value, before[name]) for name, value in model.state_dict().items())
    assert not any(module._forward_hooks for module in model.modules())


def test_hooks_are_removed_even_when_the_model_fails():
    model = nn.Sequential(nn.Linear(3, 3), nn.Linear(4, 4)).train()
    with pytest.raises(RuntimeError):
        capture(model, torch.randn(1, 3))
    assert model.training
    assert not any(module._forward_hooks for module in model.modules())


@pytest.mark.parametrize(
    ("model", "shape"),
    [
        (ConvNet(ConvNetConfig()), (1, 28, 28)),
        (ResNet(ResNetConfig.digits()), (1, 8, 8)),
        (DenseNet(DenseNetConfig.small()), (3, 32, 32)),
    ],
)
def test_feature_maps_shrink_with_depth_and_end_with_most(model, shape):
    maps = list(feature_maps(model, torch.randn(shape)).values())
    assert 3 <= len(maps) <= 6
    heights = [m.shape[1] for m in maps]
    assert heights == sorted(heights, reverse=True)
    assert maps[-1].shape[0] > maps[0].shape[0]


def test_a_network_without_maps_gives_none():
    assert feature_maps(MLP(MLPConfig(in_features=64)), torch.randn(1, 8, 8)) == {}


def test_layers_are_named_in_words():
    model = ConvNet(ConvNetConfig(batch_norm=True))
    names = ["stages.0.0", "stages.0.1", "stages.0.2", "stages.0.3", "stages.0", "head.0"]
    words = ["convolution", "pooling", "batch norm", "ReLU", "stage", "linear"]
    assert [kind(model, name) for name in names] == words
    resnet = ResNet(ResNetConfig.digits())
    assert kind(resnet, "layer2.0") == "residual block"
    assert kind(resnet, "layer2.0.downsample") == "padding shortcut"


def test_first_kernels_are_pictures():
    perceptron = Perceptron(PerceptronConfig(in_features=48, n_classes=5))
    nn.init.normal_(perceptron.linear.weight)
    pictures = first_kernels(perceptron, (3, 4, 4))
    assert pictures is not None
    assert pictures.shape == (5, 3, 4, 4)
    x = torch.randn(1, 3, 4, 4)
    torch.testing.assert_close((pictures * x).sum((1, 2, 3)), perceptron(x)[0].detach())
    kernels = first_kernels(ResNet(ResNetConfig.digits()), (1, 8, 8))
    assert kernels is not None
    assert kernels.shape == (16, 1, 3, 3)
    assert first_kernels(MLP(MLPConfig(in_features=10)), (1, 8, 8)) is None
