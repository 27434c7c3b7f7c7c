"""What several networks share: activations, dropout, initial weights, the encoder layer."""

import pytest
import torch
from torch import nn

from gradatim.models.layers import (
    ACTIVATIONS,
    EncoderLayer,
    FeedForward,
    initialize,
    make_dropout,
    zero_init_residual,
)


@pytest.mark.parametrize("norm_first", [True, False])
def test_an_encoder_layer_is_its_formula(norm_first):
    layer = EncoderLayer(8, 12, n_heads=2, activation="gelu", norm_first=norm_first)
    x = torch.randn(2, 5, 8)
    first, second = layer.attention_norm, layer.feed_forward_norm
    if norm_first:
        y = x + layer.attention(first(x))
        expected = y + layer.feed_forward(second(y))
    else:
        y = first(x + layer.attention(x))
        expected = second(y + layer.feed_forward(y))
    torch.testing.assert_close(layer(x), expected)


def test_with_zero_init_residual_a_stack_begins_as_the_identity():
    layers = nn.Sequential(
        *(EncoderLayer(8, 12, n_heads=2, activation="relu", norm_first=True) for _ in range(3))
    )
    initialize(layers)
    x = torch.randn(2, 5, 8)
    assert not torch.allclose(layers(x), x, atol=1e-4)
    zero_init_residual(layers)
    torch.testing.assert_close(layers(x), x)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_makes_a_feed_forward_network_that_learns(name):
    network = FeedForward(4, 8, name)
    network(torch.randn(3, 4)).sum().backward()
    assert all(p.grad.abs().sum() > 0 for p in network.parameters())


def test_no_dropout_is_no_layer():
    assert isinstance(make_dropout(0.0), nn.Identity)
    assert make_dropout(0.3).p == 0.3


def test_initial_weights_have_the_deviation_asked_for_and_biases_are_zero():
    layer = nn.Linear(200, 200)
    initialize(layer, std=0.05)
    assert layer.weight.std().item() == pytest.approx(0.05, rel=0.05)
    assert not layer.bias.any()
