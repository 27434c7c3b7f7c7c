"""The Transformer on cheeses: any order, any number, attention by travel time."""

import pytest
import torch

from gradatim.errors import UserError
from gradatim.models.attention import record_attention
from gradatim.models.pyrat.cheese_transformer import CheeseTransformer, CheeseTransformerConfig


def make(**sizes):
    torch.manual_seed(0)
    model = CheeseTransformer(CheeseTransformerConfig(**sizes)).eval()
    for parameter in model.parameters():  # the heads start at zero, which would hide everything
        torch.nn.init.normal_(parameter, std=0.3)
    return model


def observation(B=3, K=7):
    generator = torch.Generator().manual_seed(1)
    tokens = torch.rand(B, K, 11, generator=generator)
    tokens[..., 0] = 1
    tokens[..., 1:3] = (tokens[..., 1:3] * 30).round()
    tokens[..., 9] = (tokens[..., 9] * 30).round()
    between = (torch.rand(B, K, K, generator=generator) * 30).round()
    return tokens, between + between.transpose(1, 2), torch.rand(B, 12, generator=generator)


def test_the_order_of_cheeses_does_not_change_the_answer():
    model, (tokens, between, summary) = make(), observation()
    order = torch.tensor([4, 0, 6, 2, 1, 5, 3])
    plain = model(tokens, between, summary)
    mixed = model(tokens[:, order], between[:, order][:, :, order], summary)
    assert torch.allclose(plain.policy[:, order], mixed.policy, atol=1e-4)
    assert torch.allclose(plain.value, mixed.value, atol=1e-4)


def test_eaten_cheese_changes_nothing_and_is_never_a_goal():
    model, (tokens, between, summary) = make(), observation()
    tokens[:, 5:] = 0
    padded = model(tokens, between, summary)
    bare = model(tokens[:, :5], between[:, :5, :5], summary)
    assert torch.allclose(padded.policy[:, :5], bare.policy, atol=1e-4)
    assert torch.allclose(padded.value, bare.value, atol=1e-4)
    assert (padded.policy[:, 5:] == -torch.inf).all()


def test_travel_times_between_cheeses_change_the_answer():
    model, (tokens, between, summary) = make(), observation()
    nearer = model(tokens, between / 2, summary)
    assert not torch.allclose(nearer.policy, model(tokens, between, summary).policy, atol=1e-3)


def test_a_game_without_cheese_has_a_finite_value():
    model, (tokens, between, summary) = make(), observation()
    assert model(tokens * 0, between, summary).value.isfinite().all()


def test_attention_can_be_watched_and_sums_to_one():
    model, inputs = make(n_layers=2), observation()
    with record_attention(model) as records:
        model(*inputs)
    assert [r[0].shape for r in records.values()] == [(3, 4, 7, 7)] * 2
    assert torch.allclose(records["layers.0.attention"][0].sum(-1), torch.ones(3, 4, 7))


def test_it_is_small():
    assert sum(p.numel() for p in make().parameters()) < 300_000


def test_heads_that_do_not_divide_the_width_are_refused():
    with pytest.raises(
        UserError, match="n_heads is 3, which does not divide width, 10: give n_heads"
    ):
        CheeseTransformerConfig(width=10, n_heads=3)
