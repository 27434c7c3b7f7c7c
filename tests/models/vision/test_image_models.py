"""One battery for every image network: what any of them must do."""

from collections.abc import Callable

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from gradatim.models.vision.alexnet import AlexNet, AlexNetConfig
from gradatim.models.vision.convnet import ConvNet, ConvNetConfig
from gradatim.models.vision.densenet import DenseNet, DenseNetConfig
from gradatim.models.vision.mlp import MLP, MLPConfig
from gradatim.models.vision.perceptron import Perceptron, PerceptronConfig
from gradatim.models.vision.resnet import ResNet, ResNetConfig
from gradatim.models.vision.speednet import SpeedNet, SpeedNetConfig

Case = tuple[Callable[[], nn.Module], tuple[int, int, int]]

CASES: dict[str, Case] = {  # how to build it small, and the shape (C, H, W) of its images
    "perceptron": (lambda: Perceptron(PerceptronConfig(in_features=64)), (1, 8, 8)),
    "mlp": (lambda: MLP(MLPConfig(in_features=64, hidden=(32, 16))), (1, 8, 8)),
    "mlp dropout": (lambda: MLP(MLPConfig(in_features=64, hidden=(64,), dropout=0.2)), (1, 8, 8)),
    "convnet": (lambda: ConvNet(ConvNetConfig.digits()), (1, 8, 8)),
    "convnet norm": (
        lambda: ConvNet(ConvNetConfig(widths=(8, 16), batch_norm=True, dropout=0.2)),
        (1, 28, 28),
    ),
    "alexnet": (
        lambda: AlexNet(
            AlexNetConfig(n_classes=10, widths=(8, 16, 16, 16, 16), hidden=64, dropout=0.1)
        ),
        (3, 67, 67),
    ),
    "resnet cifar": (lambda: ResNet(ResNetConfig.digits(in_channels=3)), (3, 16, 16)),
    "resnet imagenet": (
        lambda: ResNet(
            ResNetConfig(
                widths=(8, 16),
                depths=(1, 1),
                bottleneck=True,
                shortcut="projection",
                stem="imagenet",
            )
        ),
        (3, 64, 64),
    ),
    "densenet cifar": (
        lambda: DenseNet(DenseNetConfig(growth_rate=8, depths=(2, 2), stem_width=8)),
        (3, 16, 16),
    ),
    "densenet imagenet": (
        lambda: DenseNet(
            DenseNetConfig(growth_rate=8, depths=(2, 2), stem_width=8, stem="imagenet")
        ),
        (3, 64, 64),
    ),
    "speednet": (
        lambda: SpeedNet(SpeedNetConfig(widths=(16, 16, 16), logit_scale=1.0)),
        (3, 16, 16),
    ),
}


@pytest.fixture(params=CASES)
def case(request) -> tuple[nn.Module, torch.Tensor, torch.Tensor]:
    """A model, a batch of eight images, and a label for each."""
    build, shape = CASES[request.param]
    torch.manual_seed(3)
    return build(), torch.randn(8, *shape), torch.randint(0, 10, (8,))


def test_gives_a_logit_a_class(case):
    model, images, _ = case
    assert model(images).shape == (8, 10)


def test_gives_every_learned_parameter_a_finite_gradient(case):
    model, images, labels = case
    if isinstance(model, SpeedNet):
        model.whiten(images)
    F.cross_entropy(model(images), labels).backward()
    for name, parameter in model.named_parameters():
        if parameter.requires_grad:
            assert parameter.grad is not None, name
            assert parameter.grad.isfinite().all(), name
            assert parameter.grad.abs().sum() > 0, name


def test_evaluation_is_deterministic_and_each_row_stands_alone(case):
    model, images, _ = case
    model.eval()
    with torch.no_grad():
        together = model(images)
        assert torch.equal(model(images), together)
        alone = torch.cat([model(image[None]) for image in images])
    torch.testing.assert_close(alone, together, rtol=1e-4, atol=1e-5)


def test_builds_without_memory_and_loads_its_own_weights(case, request):
    model, images, _ = case
    build, _ = CASES[request.node.callspec.params["case"]]
    with torch.device("meta"):
        empty = build()
    assert all(p.is_meta for p in empty.parameters())
    empty.load_state_dict(model.state_dict(), assign=True)
    with torch.no_grad():
        assert torch.equal(empty.eval()(images), model.eval()(images))


def test_same_seed_gives_the_same_weights(case, request):
    model, *_ = case
    build, _ = CASES[request.node.callspec.params["case"]]
    torch.manual_seed(3)
    twin = build()
    for a, b in zip(model.parameters(), twin.parameters(), strict=True):
        assert torch.equal(a, b)


def test_memorizes_one_tiny_batch(case):
    model, images, labels = case
    if isinstance(model, SpeedNet):
        model.whiten(images)
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=0.0)
    for _ in range(200):
        optimizer.zero_grad()
        loss = F.cross_entropy(model(images), labels)
        loss.backward()
        optimizer.step()
        if loss < 0.05:
            break
    assert loss < 0.05


def test_input_gradient_in_float64(case):
    model, images, labels = case
    model.double().eval()
    x = images[:1].double().requires_grad_()
    loss = F.cross_entropy(model(x), labels[:1])
    (gradient,) = torch.autograd.grad(loss, x)
    direction = torch.randn_like(x)
    direction /= direction.norm()
    step = 1e-6
    with torch.no_grad():
        ahead = F.cross_entropy(model(x + step * direction), labels[:1])
        behind = F.cross_entropy(model(x - step * direction), labels[:1])
    numeric = (ahead - behind) / (2 * step)
    torch.testing.assert_close((gradient * direction).sum(), numeric, rtol=1e-4, atol=1e-8)


@pytest.mark.parametrize("model", [Perceptron, MLP, ConvNet, AlexNet, ResNet, DenseNet, SpeedNet])
def test_every_named_size_builds_and_says_what_it_is(model):
    for name, make in model.configs.items():
        with torch.device("meta"):
            built = model(make())
        assert sum(p.numel() for p in built.parameters()) > 0, name
        assert make.__doc__
        assert built.config == make()
