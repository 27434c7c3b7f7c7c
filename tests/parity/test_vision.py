"""Published image networks give the logits of the libraries that write them."""

import json

import pytest
import torch
from safetensors.torch import save_file
from torch import nn

from gradatim.errors import UserError
from gradatim.models.hub.load_save import load, save
from gradatim.models.vision.resnet import ResNet, ResNetConfig

transformers = pytest.importorskip("transformers")


def unlike(model):
    """Give every number of a network a value that its first weights do not have."""
    generator = torch.Generator().manual_seed(0)
    for name, tensor in model.state_dict().items():
        if name.endswith("running_var"):
            tensor.uniform_(0.5, 1.5, generator=generator)
        elif tensor.is_floating_point() and tensor.dim() == 1:
            tensor.add_(0.1 * torch.randn(tensor.shape, generator=generator))
    return model.eval()


def theirs(depths, kind, sizes):
    config = transformers.ResNetConfig(
        depths=depths, layer_type=kind, hidden_sizes=sizes, embedding_size=16, num_labels=7
    )
    return unlike(transformers.ResNetForImageClassification(config))


@pytest.mark.parametrize(
    ("depths", "kind", "sizes"),
    [
        ([2, 2, 2, 2], "basic", [16, 32, 64, 128]),  # ResNet-18, narrow
        ([3, 4, 6, 3], "bottleneck", [64, 128, 256, 512]),  # ResNet-50, narrow
        ([1, 1], "bottleneck", [64, 128]),
    ],
)
@torch.no_grad()
def test_resnets_of_transformers_are_read_and_written(depths, kind, sizes, tmp_path):
    model, images = theirs(depths, kind, sizes), torch.randn(2, 3, 64, 64)
    model.save_pretrained(tmp_path / "theirs")
    ours = load(tmp_path / "theirs").model
    assert (ours(images) - model(images).logits).abs().max() < 1e-4
    save(ours, tmp_path / "ours")
    again = transformers.ResNetForImageClassification.from_pretrained(tmp_path / "ours").eval()
    assert torch.allclose(again(images).logits, model(images).logits, atol=1e-5)


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
