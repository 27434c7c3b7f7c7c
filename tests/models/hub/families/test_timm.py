"""Networks of timm give its logits; others are refused."""

import json

import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from gradatim.errors import UserError
from gradatim.models.hub.load_save import load, save
from gradatim.models.vision.resnet import ResNet, ResNetConfig
from tests.models.hub.families.unlike import unlike


def timm_folder(folder, architecture, weights, n_classes):
    folder.mkdir()
    config = {"architecture": architecture, "num_classes": n_classes, "pretrained_cfg": {}}
    (folder / "config.json").write_text(json.dumps(config))
    save_file({k: v.contiguous() for k, v in weights.items()}, folder / "model.safetensors")
    return folder


@pytest.mark.parametrize("name", ["resnet18", "resnet50", "vit_tiny_patch16_224"])
@torch.no_grad()
def test_networks_of_timm_are_read(name, tmp_path):
    timm = pytest.importorskip("timm", reason="timm is not installed (it needs torchvision)")
    model = unlike(timm.create_model(name, num_classes=7))
    ours = load(timm_folder(tmp_path / name, name, model.state_dict(), 7)).model
    images = torch.randn(1, 3, 224, 224)
    assert (ours(images) - model(images)).abs().max() < 1e-4


@torch.no_grad()
def test_names_of_timm_are_torchvisions(tmp_path):
    model = unlike(ResNet(ResNetConfig.resnet18(n_classes=7)))
    images = torch.randn(1, 3, 64, 64)
    ours = load(timm_folder(tmp_path / "a", "resnet18", model.state_dict(), 7)).model
    assert torch.allclose(ours(images), model(images), atol=1e-5)


def test_others_are_refused_in_one_sentence(tmp_path):
    weights = nn.Linear(2, 2).state_dict()
    with pytest.raises(UserError, match="'convnext_tiny' of timm is not read here"):
        load(timm_folder(tmp_path / "a", "convnext_tiny", weights, 7))
    with pytest.raises(UserError, match="lacks the tensor"):
        load(timm_folder(tmp_path / "b", "resnet18", weights, 7))
    with pytest.raises(UserError, match="stem or the shortcuts"):
        save(ResNet(ResNetConfig.resnet20()), tmp_path / "c")
