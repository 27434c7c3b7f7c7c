"""Attention: the written-out formula, the fused kernel, torch's own layer, windows, caches."""

import math

import pytest
import torch
import torch.nn.functional as F
from torch import nn

from gradatim.models.attention import (
    AdditiveAttention,
    CrossAttention,
    SelfAttention,
    attention_maps,
    causal_mask,
    dot_product_attention,
    record_attention,
)
from gradatim.models.key_value_cache import KeyValueCache
from gradatim.models.rotary_positions import rotary_table, rotate


@pytest.mark.parametrize("masked", [False, True])
def test_written_out_attention_equals_the_fused_kernel(masked):
    query, key, value = torch.randn(3, 2, 4, 7, 8).unbind(0)
    mask = causal_mask(7, 7) if masked else None
    output, weights = dot_product_attention(query, key, value, mask)
    torch.testing.assert_close(output, F.scaled_dot_product_attention(query, key, value, mask))
    torch.testing.assert_close(weights.sum(-1), torch.ones(2, 4, 7))


def test_attention_on_a_worked_example():
    query = torch.tensor([[[[2.0]]]])
    key = torch.tensor([[[[0.0], [math.log(3) / 2]]]])  # scores 0 and log 3: weights 1/4 and 3/4
    value = torch.tensor([[[[8.0], [4.0]]]])
    output, weights = dot_product_attention(query, key, value)
    torch.testing.assert_close(weights.flatten(), torch.tensor([0.25, 0.75]))
    assert output.item() == pytest.approx(5.0)


def test_causal_mask_and_window():
    assert causal_mask(3, 3).int().tolist() == [[1, 0, 0], [1, 1, 0], [1, 1, 1]]
    assert causal_mask(2, 3).int().tolist() == [[1, 1, 0], [1, 1, 1]]
    assert causal_mask(3, 3, window=2).int().tolist() == [[1, 0, 0], [1, 1, 0], [0, 1, 1]]


def test_self_attention_equals_torch_multihead_attention():
    ours, theirs = SelfAttention(12, n_heads=3), nn.MultiheadAttention(12, 3, batch_first=True)
    theirs.load_state_dict(
        {
            "in_proj_weight": ours.qkv.weight,
            "in_proj_bias": ours.qkv.bias,
            "out_proj.weight": ours.project.weight,
            "out_proj.bias": ours.project.bias,
        }
    )
    x = torch.randn(2, 5, 12)
    mask = torch.tensor([[True] * 5, [True] * 3 + [False] * 2])
    expected, weights = theirs(x, x, x, key_padding_mask=~mask, average_attn_weights=False)
    torch.testing.assert_close(ours(x, mask=mask[:, None, None]), expected)
    with record_attention(ours) as records:
        torch.testing.assert_close(ours(x, mask=mask[:, None, None]), expected)
    torch.testing.assert_close(records[""][0], weights)


def test_cross_attention_equals_torch_multihead_attention():
    ours, theirs = CrossAttention(12, n_heads=3), nn.MultiheadAttention(12, 3, batch_first=True)
    theirs.load_state_dict(
        {
            "in_proj_weight": torch.cat((ours.query.weight, ours.key_value.weight)),
            "in_proj_bias": torch.cat((ours.query.bias, ours.key_value.bias)),
            "out_proj.weight": ours.project.weight,
            "out_proj.bias": ours.project.bias,
        }
    )
    x, memory = torch.randn(2, 5, 12), torch.randn(2, 4, 12)
    torch.testing.assert_close(ours(x, ours.keys_values(memory)), theirs(x, memory, memory)[0])


@pytest.mark.parametrize("window", [None, 3])
@pytest.mark.parametrize("n_key_heads", [4, 2, 1])
def test_grouped_queries_equal_repeated_keys_watched_or_not_cached_or_not(n_key_heads, window):
    layer = SelfAttention(16, n_heads=4, n_key_heads=n_key_heads, causal=True, window=window)
    x = torch.randn(2, 9, 16)
    query, key, value = layer.qkv(x).unflatten(2, (-1, 4)).split([4, n_key_heads, n_key_heads], 2)
    key, value = (t.repeat_interleave(4 // n_key_heads, 2) for t in (key, value))
    heads, _ = dot_product_attention(
        query.transpose(1, 2), key.transpose(1, 2), value.transpose(1, 2), causal_mask(9, 9, window)
    )
    expected = layer.project(heads.transpose(1, 2).flatten(2))
    torch.testing.assert_close(layer(x), expected)
    with record_attention(layer):
        torch.testing.assert_close(layer(x), expected)
    cache = KeyValueCache(2, n_key_heads, 9, 4)
    pieces = [layer(piece, cache=cache) for piece in x.split([4, 1, 3, 1], dim=1)]
    torch.testing.assert_close(torch.cat(pieces, 1), expected)
    assert cache.length == 9


def test_rotated_dot_products_depend_on_the_distance_only():
    query, key = torch.randn(1, 1, 1, 8), torch.randn(1, 1, 1, 8)

    def score(m, n):
        turned = [
            rotate(x, *rotary_table(torch.tensor([p]), 8, 10_000.0))
            for x, p in ((query, m), (key, n))
        ]
        return (turned[0] * turned[1]).sum()

    torch.testing.assert_close(score(5, 2), score(103, 100), rtol=1e-4, atol=1e-5)
    assert not torch.isclose(score(5, 2), score(5, 3))
    assert score(0, 0) == pytest.approx((query * key).sum().item(), rel=1e-5)


def test_additive_attention_equals_the_formula_and_ignores_padding():
    layer = AdditiveAttention(query_width=3, key_width=4, width=5)
    state, annotations = torch.randn(2, 3), torch.randn(2, 6, 4)
    mask = torch.arange(6) < torch.tensor([[6], [2]])
    context = layer(state, layer.key(annotations), annotations, mask)
    for row, length in enumerate((6, 2)):
        scores = torch.stack(
            [
                layer.score.weight[0]
                @ torch.tanh(layer.query.weight @ state[row] + layer.key(annotations[row, j]))
                for j in range(length)
            ]
        )
        expected = (scores.softmax(0)[:, None] * annotations[row, :length]).sum(0)
        torch.testing.assert_close(context[row], expected)


def test_attention_maps_name_every_layer_and_leave_the_model_as_it_was():
    model = nn.Sequential(SelfAttention(8, n_heads=2, causal=True), SelfAttention(8, n_heads=4))
    x = torch.randn(1, 5, 8)
    before = model(x)
    maps = attention_maps(model, x)
    assert {name: tuple(weights.shape) for name, weights in maps.items()} == {
        "0": (1, 2, 5, 5),
        "1": (1, 4, 5, 5),
    }
    assert maps["0"].triu(1).abs().max() == 0
    assert all(layer.record is None for layer in model)
    torch.testing.assert_close(model(x), before)


def test_on_a_cpu_bfloat16_learns_through_the_kernel_of_float32():
    layer = SelfAttention(32, n_heads=4, causal=True)
    x = torch.randn(2, 9, 32)
    exact = torch.autograd.grad(layer(x).square().sum(), layer.qkv.weight)[0]
    with torch.autocast("cpu", torch.bfloat16):
        output = layer(x)
    assert output.dtype == torch.bfloat16
    found = torch.autograd.grad(output.float().square().sum(), layer.qkv.weight)[0]
    assert (found - exact).norm() < 0.02 * exact.norm()
