"""The record network: whitening, identity start, batch norm without scale."""

import pytest
import torch
import torch.nn.functional as F

from gradatim.errors import UserError
from gradatim.models.vision.speednet import SpeedNet, SpeedNetConfig, Stage, whitening_filters


def correlated_images(n: int = 400) -> torch.Tensor:
    """Noise smoothed over space and mixed over colors, as neighboring pixels of photographs."""
    noise = F.avg_pool2d(torch.randn(n, 3, 14, 14), 3, stride=1)
    mixed = torch.einsum(
        "oc,bchw->bohw", torch.tensor([[1.0, 0.5, 0.2], [0.5, 1, 0.5], [0, 1, 2]]), noise
    )
    return mixed / mixed.std()


def test_has_the_records_size():
    with torch.device("meta"):
        model = SpeedNet(SpeedNetConfig.cifar94())
    learned = sum(p.numel() for p in model.parameters() if p.requires_grad)
    assert learned == 24 + (64 * 24 + 64 * 64 + 64 * 256 + 3 * 256 * 256) * 9 + 2 * 576 + 2560


def test_whitened_patches_have_unit_variance_and_no_correlation():
    images = correlated_images()
    answers = F.conv2d(images, whitening_filters(images, epsilon=0.0))  # (B, 12, 11, 11)
    covariance = torch.cov(answers.transpose(0, 1).flatten(1))
    torch.testing.assert_close(covariance, torch.eye(12), rtol=0, atol=1e-3)


def test_strongest_direction_comes_first_and_is_smooth():
    first, *_, last = whitening_filters(correlated_images())
    assert (first.sign() == first.sign().flatten()[0]).all()  # a mean of the patch
    assert (last.sign() == last.sign().flatten()[0]).float().mean() < 1  # a contrast
    assert first.norm() < last.norm()  # much variance is divided by more


def test_whitening_sets_the_filters_and_their_negatives():
    model, images = SpeedNet(SpeedNetConfig.small()), correlated_images()
    model.whiten(images)
    weight = model.whitening.weight
    assert torch.equal(weight[:12], -weight[12:])
    torch.testing.assert_close(weight[:12], whitening_filters(images))
    assert not weight.requires_grad
    assert model.whitening.bias.requires_grad


def test_a_convolution_starts_by_passing_its_input_on():
    stage = Stage(5, 8, momentum=0.4)
    x = torch.randn(2, 5, 6, 6)
    torch.testing.assert_close(stage.conv1(x)[:, :5], x)
    y = torch.randn(2, 8, 6, 6)
    torch.testing.assert_close(stage.conv2(y), y)


def test_batch_norm_learns_a_bias_only():
    model = SpeedNet(SpeedNetConfig.small())
    scales = [p for n, p in model.named_parameters() if "norm" in n and n.endswith("weight")]
    assert len(scales) == 6
    assert all((p == 1).all() and not p.requires_grad for p in scales)


def test_last_map_of_a_cifar_image_is_the_records():
    with torch.device("meta"):
        model, x = SpeedNet(SpeedNetConfig.cifar94()), torch.empty(2, 3, 32, 32)
    assert model.stages(model.whitening(x)).shape == (2, 256, 3, 3)


def test_logits_are_scaled():
    x = torch.randn(2, 3, 32, 32)
    small, large = (
        SpeedNet(SpeedNetConfig.small()).eval(),
        SpeedNet(SpeedNetConfig(widths=(16, 64, 64), logit_scale=1.0)).eval(),
    )
    large.load_state_dict(small.state_dict())
    torch.testing.assert_close(large(x) / 9, small(x))


def test_three_widths_are_needed():
    with pytest.raises(UserError, match=r"widths is \(64, 256\): give 3 numbers"):
        SpeedNetConfig(widths=(64, 256))
