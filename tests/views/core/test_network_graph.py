"""A network travels as plain data and computes the same; nothing else can be smuggled in."""

import copy
import json

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from gradatim.errors import UserError
from gradatim.models.vision.convnet import ConvNet, ConvNetConfig
from gradatim.models.vision.mlp import MLP, MLPConfig
from gradatim.views.core.network_graph import describe, rebuild


class Residual(nn.Module):
    """Parameters of its own, a layer that runs twice, shapes, a dropout, a cut and a sum."""

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(1, 4, 3, padding="same", bias=False)
        self.twice = nn.Conv2d(4, 4, 3, padding=1)
        self.norm = nn.BatchNorm2d(4)
        self.scale = nn.Parameter(torch.full((4, 1, 1), 0.5))
        self.register_buffer("shift", torch.tensor(0.25))
        self.out = nn.Linear(64, 10)

    def forward(self, x):
        x = F.relu(self.first(x))
        for _ in range(2):
            x = x + self.scale * self.twice(x).relu() + self.shift
        x = F.max_pool2d(self.norm(x), 2)
        x = x[:, :, 0:4, ...].reshape(x.shape[0], -1)
        return self.out(F.dropout(x, 0.5, training=self.training)).log_softmax(dim=-1)


def travelled(model):
    return rebuild(json.loads(json.dumps(describe(model))))


@pytest.mark.parametrize(
    ("model", "shape"),
    [
        (Residual(), (5, 1, 8, 8)),
        (MLP(MLPConfig.xor()), (5, 2)),
        (ConvNet(ConvNetConfig(in_channels=1, image_size=28, n_classes=10)), (5, 1, 28, 28)),
        (nn.Sequential(nn.Embedding(9, 4), nn.LayerNorm(4), nn.Flatten(), nn.PReLU()), None),
    ],
)
def test_a_network_computes_the_same_at_its_end(model, shape):
    inputs = torch.arange(6).view(2, 3) if shape is None else torch.randn(shape)
    found = travelled(model)
    assert torch.allclose(found.eval()(inputs), model.eval()(inputs))
    assert torch.allclose(copy.deepcopy(found)(inputs), model(inputs))
    assert {n for n, _ in found.named_parameters()} == {n for n, _ in model.named_parameters()}


def test_it_can_be_trained_and_its_dropout_follows_the_mode():
    found, x = travelled(Residual()), torch.randn(5, 1, 8, 8)
    found.train()
    assert not torch.equal(found(x), found(x))
    found(x).sum().backward()
    assert all(p.grad is not None for p in found.parameters())
    found.eval()
    assert torch.equal(found(x), found(x))


class Sorted(nn.Module):
    def forward(self, x):
        return x.sort().values


class Two(nn.Module):
    def forward(self, x, y):
        return x + y


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (Sorted(), "uses 'sort'"),
        (Two(), "takes 2 inputs"),
        (nn.Linear(2000, 2000), "4,002,000 weights; at most 2,000,000"),
    ],
)
def test_what_cannot_travel_is_named(model, words):
    with pytest.raises(UserError, match=words):
        describe(model)


def changed(**changes):
    return {**describe(nn.Sequential(nn.Linear(2, 2), nn.ReLU())), **changes}


@pytest.mark.parametrize(
    "forged",
    [
        None,
        [],
        {},
        changed(weights="AAAA"),
        changed(layers={"0": ["Linear", {"named": {"in_features": 3, "out_features": 2}}]}),
        changed(layers={"0": ["Module", {"named": {}}]}),
        changed(layers={"forward": ["ReLU", {"named": {}}]}),
        changed(layers={"__class__.x": ["ReLU", {"named": {}}]}),
        changed(values={"__class__": "buffer"}),
        changed(steps=[["a", "operation", "os.system", {"list": ["true"], "tuple": True}, {}]]),
        changed(steps=[["a", "method", "__reduce__", {"list": ["x"], "tuple": True}, {}]]),
        changed(steps=[["a", "value", "__class__.__init__", {"list": []}, {}]]),
        changed(steps=[["a", "layer", "children", {"list": []}, {}]]),
        changed(steps=[["a", "anything", "getattr", {"list": []}, {}]]),
        changed(steps=[["a", "operation", "getattr", {"list": ["x", "__class__"]}, {}]]),
        changed(steps=[["a", "operation", "getattr", {"list": ["x", {"step": "a"}]}, {}]]),
    ],
)
def test_a_forged_description_is_refused(forged):
    with pytest.raises(UserError, match=r"cannot be read|cannot take over"):
        rebuild(forged)
