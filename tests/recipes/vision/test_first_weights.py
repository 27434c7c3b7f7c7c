"""Which network own images start from: the shipped one where it fits, a run, or none."""

import pytest
import torch

from gradatim.errors import UserError
from gradatim.models.hub.load_save import save
from gradatim.models.vision.pretrained import pretrained_card, pretrained_weights
from gradatim.models.vision.resnet import ResNet, ResNetConfig
from gradatim.recipes import get
from gradatim.recipes.vision.first_weights import IMAGENET, first_weights

SHIPPED = get("folder-resnet").model
OTHER = ResNetConfig(widths=(8, 16), depths=(1, 1))


def test_the_shipped_network_is_taken_where_it_fits_and_nothing_was_said():
    found = first_weights(None, ResNet, SHIPPED)
    assert found is not None
    assert found.mean == tuple(pretrained_card()["mean"])
    weights = pretrained_weights()
    assert all(torch.equal(found.weights[name], weights[name]) for name in weights)
    assert first_weights(None, ResNet, OTHER) is None
    assert first_weights("none", ResNet, SHIPPED) is None


def test_asked_for_it_must_fit():
    with pytest.raises(UserError, match="the pretrained network has"):
        first_weights("pretrained", ResNet, OTHER)


def test_a_published_network_without_statistics_gets_those_of_imagenet(tmp_path):
    config = ResNetConfig(widths=(8,), depths=(1,), shortcut="projection", stem="imagenet")
    save(ResNet(config), tmp_path)
    found = first_weights(str(tmp_path), ResNet, OTHER)
    assert found is not None
    assert (found.mean, found.std) == IMAGENET
    assert found.sizes["widths"] == (8,)
