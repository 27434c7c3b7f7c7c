"""Attention rollout: the product of the layers' attention, skip connections included."""

import pytest
import torch

from gradatim.errors import UserError
from gradatim.insight.attention_rollout import patch_map, rollout, rollout_of
from gradatim.models import GPT, MLP, GPTConfig, MLPConfig, ViT, ViTConfig

GPT_SIZES = GPTConfig(vocabulary_size=32, context=16, width=24, n_layers=3, n_heads=2)


def test_rollout_of_one_layer_is_half_attention_half_identity():
    weights = torch.rand(2, 3, 5, 5).softmax(-1)
    expected = (weights.mean(1) + torch.eye(5)) / 2
    assert torch.allclose(rollout([weights]), expected)


def test_rollout_multiplies_the_later_layer_from_the_left():
    first, second = torch.rand(2, 1, 1, 4, 4).softmax(-1)
    half = [(w[:, 0] + torch.eye(4)) / 2 for w in (first, second)]
    assert torch.allclose(rollout([first, second]), half[1] @ half[0])


def test_rollout_of_a_causal_model_sees_no_future():
    flow = rollout_of(GPT(GPT_SIZES), torch.randint(0, 32, (2, 9)))
    assert torch.allclose(flow.sum(-1), torch.ones(2, 9))
    assert flow.triu(1).abs().max() == 0


def test_rollout_of_a_vit_is_a_map_of_patches():
    sizes = ViTConfig(
        image_size=8, patch_size=4, in_channels=1, n_classes=3,
        width=16, hidden=32, n_layers=2, n_heads=2,
    )  # fmt: skip
    flow = rollout_of(ViT(sizes), torch.randn(2, 1, 8, 8))
    assert patch_map(flow, 2, 2).shape == (2, 2, 2)
    with pytest.raises(UserError, match="do not make a map"):
        patch_map(flow, 3, 3)


def test_a_model_without_attention_is_refused():
    with pytest.raises(UserError, match="no attention"):
        rollout_of(MLP(MLPConfig(in_features=4, n_classes=2)), torch.randn(1, 4))
