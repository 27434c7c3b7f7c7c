"""Weights packed for the compiled forward pass."""

import pytest
import torch

from gradatim.models.pyrat.cheese_transformer import CheeseTransformer, CheeseTransformerConfig
from gradatim.pyrat.players.packed_network import pack


@pytest.mark.parametrize("fused", [False, True])
def test_a_network_that_has_learned_is_packed_again(fused):
    model = CheeseTransformer(CheeseTransformerConfig(width=16, n_layers=1, hidden=16))
    before = pack(model)
    assert pack(model) is before
    optimizer = torch.optim.AdamW(model.parameters(), lr=0.01, fused=fused)
    for parameter in model.parameters():
        parameter.grad = torch.ones_like(parameter)
    optimizer.step()
    assert pack(model) is not before
