"""DenseNet: published counts, torchvision's names, concatenation."""

import pytest
import torch

from gradatim.errors import UserError
from gradatim.models.vision.densenet import DenseLayer, DenseNet, DenseNetConfig


@pytest.mark.parametrize(("name", "count"), [("densenet121", 7_978_856), ("densenet100", 769_162)])
def test_has_the_published_number_of_parameters(name, count):
    with torch.device("meta"):
        model = DenseNet(DenseNet.configs[name]())
    assert sum(p.numel() for p in model.parameters()) == count


def test_layers_are_named_and_shaped_as_in_torchvision():
    with torch.device("meta"):
        state = DenseNet(DenseNetConfig.densenet121()).state_dict()
    assert len(state) == 727
    shapes = {name: tuple(tensor.shape) for name, tensor in state.items()}
    assert shapes["features.conv0.weight"] == (64, 3, 7, 7)
    assert shapes["features.norm0.weight"] == (64,)
    assert shapes["features.denseblock1.denselayer1.norm1.weight"] == (64,)
    assert shapes["features.denseblock1.denselayer6.conv1.weight"] == (128, 224, 1, 1)
    assert shapes["features.denseblock4.denselayer16.conv2.weight"] == (32, 128, 3, 3)
    assert shapes["features.transition3.conv.weight"] == (512, 1024, 1, 1)
    assert shapes["features.norm5.bias"] == (1024,)
    assert shapes["classifier.weight"] == (1000, 1024)


def test_a_layer_keeps_what_it_received_in_front_of_what_it_adds():
    layer = DenseLayer(6, growth_rate=3, bottleneck=4).eval()
    x = torch.randn(2, 6, 5, 5)
    y = layer(x)
    assert y.shape == (2, 9, 5, 5)
    assert torch.equal(y[:, :6], x)


def test_a_transition_halves_maps_and_size():
    with torch.device("meta"):
        model, x = DenseNet(DenseNetConfig.small()), torch.empty(1, 3, 32, 32)
    x = model.features.denseblock1(model.features.conv0(x))
    assert x.shape == (1, 24 + 3 * 12, 32, 32)
    assert model.features.transition1(x).shape == (1, 30, 16, 16)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"compression": 0.0}, "compression is 0.0: give a number above 0 and at most 1"),
        ({"depths": ()}, "at least one block"),
        ({"growth_rate": 0}, "growth_rate is 0: give a whole number"),
    ],
)
def test_wrong_sizes_are_refused_in_words(wrong, message):
    with pytest.raises(UserError, match=message):
        DenseNetConfig(**wrong)
