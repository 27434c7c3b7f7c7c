"""Attributions against Captum, to 1e-4."""

import captum.attr
import pytest
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from gradatim.errors import UserError
from gradatim.insight.attribution import (
    METHODS,
    grad_cam,
    heat_map,
    integrated_gradients,
    last_map,
    occlusion,
    saliency,
)
from gradatim.models.vision.convnet import ConvNet, ConvNetConfig
from gradatim.models.vision.mlp import MLP, MLPConfig
from gradatim.models.vision.resnet import ResNet, ResNetConfig

TOLERANCE = 1e-4


@pytest.fixture(params=["convnet", "resnet", "mlp"])
def model(request: pytest.FixtureRequest) -> nn.Module:
    torch.manual_seed(1)
    if request.param == "mlp":
        return MLP(MLPConfig(in_features=144, hidden=(32, 16), n_classes=4)).eval()
    if request.param == "resnet":
        sizes = ResNetConfig(in_channels=1, n_classes=4, widths=(8, 16), depths=(1, 1))
        return ResNet(sizes).eval()
    return ConvNet(ConvNetConfig(image_size=12, n_classes=4, widths=(8,), kernel_sizes=(3,))).eval()


@pytest.fixture
def images() -> Tensor:
    return torch.randn(5, 1, 12, 12)


@pytest.fixture
def targets() -> Tensor:
    return torch.tensor([0, 3, 2, 1, 0])


def test_saliency_equals_captum(model, images, targets):
    theirs = captum.attr.Saliency(model).attribute(images, targets, abs=False)
    assert (saliency(model, images, targets) - theirs).abs().max() < TOLERANCE


def test_integrated_gradients_equal_captum(model, images, targets):
    theirs = captum.attr.IntegratedGradients(model).attribute(images, 0, targets, n_steps=50)
    ours = integrated_gradients(model, images, targets, n_steps=50)
    assert (ours - theirs).abs().max() < TOLERANCE


def test_integrated_gradients_from_another_baseline_equal_captum(model, images, targets):
    base = torch.full((1, 1, 12, 12), -0.4)
    theirs = captum.attr.IntegratedGradients(model).attribute(images, base, targets, n_steps=20)
    ours = integrated_gradients(model, images, targets, baseline=base, n_steps=20)
    assert (ours - theirs).abs().max() < TOLERANCE


def test_integrated_gradients_add_up_to_the_change_of_the_score(images, targets):
    model = MLP(MLPConfig(in_features=144, n_classes=4, activation="tanh")).eval()
    parts = integrated_gradients(model, images, targets).sum((1, 2, 3))
    change = model(images) - model(torch.zeros_like(images))
    torch.testing.assert_close(parts, change.gather(1, targets[:, None])[:, 0], atol=1e-4, rtol=0)


@pytest.mark.parametrize("layer", ["layer1", "layer2", "conv1"])
def test_grad_cam_equals_captum(images, targets, layer):
    model = ResNet(ResNetConfig(in_channels=1, n_classes=4, widths=(8, 16), depths=(1, 1))).eval()
    cam = captum.attr.LayerGradCam(model, dict(model.named_modules())[layer])
    theirs = cam.attribute(images, targets, relu_attributions=True)
    theirs = F.interpolate(theirs, (12, 12), mode="bilinear")
    ours = grad_cam(model, images, targets, layer=layer)
    assert theirs.max() > 0
    assert (ours - theirs).abs().max() < TOLERANCE


@pytest.mark.parametrize(("size", "stride"), [(3, 3), (4, 2), (5, 3)])
def test_occlusion_equals_captum(model, images, targets, size, stride):
    theirs = captum.attr.Occlusion(model).attribute(
        images, (1, size, size), (1, stride, stride), baselines=0.3, target=targets
    )
    ours = occlusion(model, images, targets, size=size, stride=stride, fill=0.3)
    if (12 - size) % stride:  # Captum's last square hangs over the border, ours is pushed back
        ours, theirs = ours[..., :8, :8], theirs[..., :8, :8]
    assert (ours - theirs).abs().max() < TOLERANCE


def test_occlusion_covers_every_pixel_of_a_linear_model_exactly(images, targets):
    model = MLP(MLPConfig(in_features=144, hidden=(), n_classes=4))
    ours = occlusion(model, images, targets, size=1, stride=1)
    weights = model.layers[0].weight[targets].view(-1, 1, 12, 12)
    torch.testing.assert_close(ours, (weights * images).detach(), atol=1e-5, rtol=0)


def test_grad_cam_finds_the_last_map_by_itself(images):
    model = ResNet(ResNetConfig(in_channels=1, n_classes=4, widths=(8, 16), depths=(1, 1)))
    assert last_map(model, images) == "layer2"


def test_a_network_without_maps_is_refused_in_one_sentence(images, targets):
    with pytest.raises(UserError, match="MLP has no feature maps"):
        grad_cam(MLP(MLPConfig(in_features=144, n_classes=4)), images, targets)


def test_an_unknown_layer_is_answered_with_the_nearest(images, targets):
    model = ResNet(ResNetConfig(in_channels=1, n_classes=4, widths=(8, 16), depths=(1, 1)))
    with pytest.raises(UserError, match="did you mean 'layer2'"):
        grad_cam(model, images, targets, layer="leyer2")


def test_a_square_larger_than_the_image_is_refused(images, targets):
    with pytest.raises(UserError, match="square of 13 pixels"):
        occlusion(MLP(MLPConfig(in_features=144, n_classes=4)), images, targets, size=13)


def test_methods_leave_the_model_as_it_was(images, targets):
    model = ResNet(ResNetConfig(in_channels=1, n_classes=4, widths=(8, 16), depths=(1, 1))).train()
    before = {name: value.clone() for name, value in model.state_dict().items()}
    for method in METHODS.values():
        heat_map(method(model, images, targets))
    assert model.training
    assert all(p.grad is None for p in model.parameters())
    for name, value in model.state_dict().items():
        assert torch.equal(before[name], value), name
