"""Weights of a network that was wrapped after its run was trained still open."""

import pytest
import torch
from torch import nn

from gradatim.errors import UserError
from gradatim.models.own_classes import OwnClasses, OwnQuantity
from gradatim.models.vision.convnet import ConvNet, ConvNetConfig
from gradatim.models.vision.mlp import MLP, MLPConfig
from gradatim.models.vision.resnet import ResNet, ResNetConfig
from gradatim.training import Run
from gradatim.training.run_folder.old_names import weight_names

SMALL = ResNetConfig(widths=(4, 8), depths=(1, 1), n_classes=3)


@pytest.mark.parametrize(
    ("network", "wrapper"),
    [
        (ResNet(SMALL), OwnClasses),
        (ConvNet(ConvNetConfig(n_classes=3)), OwnClasses),
        (MLP(MLPConfig(in_features=6, hidden=(4,), n_classes=1)), OwnQuantity),
    ],
)
def test_a_run_from_before_the_wrapper_opens_in_it(tmp_path, network, wrapper):
    run = Run.create(tmp_path / "run", "folder-resnet", {})
    run.save_weights({name: torch.randn(t.shape) for name, t in network.state_dict().items()})
    model = wrapper(type(network)(network.config))
    untouched = {n: b.clone() for n, b in model.named_buffers() if not n.startswith("network.")}
    run.check_shapes(model)
    run.load_weights(model)
    run.load_weights(network)
    for name, tensor in network.state_dict().items():
        assert torch.equal(model.state_dict()[f"network.{name}"], tensor.to(tensor.dtype))
    assert untouched
    assert all(torch.equal(model.state_dict()[name], b) for name, b in untouched.items())


def test_weights_of_another_network_are_still_refused(tmp_path):
    run = Run.create(tmp_path / "run", "folder-resnet", {})
    run.save_weights(ResNet(SMALL).state_dict())
    with pytest.raises(UserError, match="does not fit the model"):
        run.check_shapes(OwnClasses(nn.Sequential(nn.Conv2d(1, 1, 1), nn.Linear(2, 2))))
    assert weight_names(["a"], ["network.b"]) == {"a": "a"}
    assert weight_names(["network.a"], ["network.a"]) == {"network.a": "network.a"}
