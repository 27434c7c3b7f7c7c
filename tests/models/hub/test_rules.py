"""Every rule reads a checkpoint's tensors and writes back the same ones."""

import pytest
import torch

from gradatim.models.hub.rules import Rule, joined, renamed, same


@pytest.mark.parametrize(
    ("rule", "shapes"),
    [
        (Rule("a", ("x",)), [(3, 4)]),
        (Rule("a", ("q", "k", "v")), [(4, 4)] * 3),
        (Rule("a", ("q", "k"), sizes=(8, 2)), [(8, 4), (2, 4)]),
        (Rule("a", ("x",), transposed=True), [(3, 4)]),
        (Rule("a", ("x",), heads=2), [(12, 4)]),
    ],
    ids=["alike", "joined", "unequal parts", "transposed", "by heads"],
)
def test_splitting_undoes_joining(rule, shapes):
    parts = [torch.randn(shape) for shape in shapes]
    again = rule.split(rule.join(parts))
    assert len(again) == len(parts)
    assert all(torch.equal(ours, theirs) for ours, theirs in zip(again, parts, strict=True))


def test_queries_of_all_heads_come_first():
    # per head: 1 row of query, key, value; two heads
    theirs = torch.tensor([[1.0], [2.0], [3.0], [10.0], [20.0], [30.0]])  # (H * 3 * D, C)
    ours = Rule("a", ("x",), heads=2).join([theirs])
    assert ours.flatten().tolist() == [1, 10, 2, 20, 3, 30]


def test_names_of_weights_and_biases():
    assert [rule.ours for rule in same("norm", "ln")] == ["norm.weight", "norm.bias"]
    assert joined("qkv", "attn.", "q k")[0].theirs == ("attn.q.weight", "attn.k.weight")
    assert [r.theirs for r in renamed("a", "b", {"x": "y"})] == [("b.y.weight",), ("b.y.bias",)]
