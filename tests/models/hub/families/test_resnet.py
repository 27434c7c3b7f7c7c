"""Published ResNets give the logits of transformers, and are written as it reads them."""

import pytest
import torch

from gradatim.models.hub.load_save import load, save
from tests.models.hub.families.unlike import unlike

transformers = pytest.importorskip("transformers")


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
