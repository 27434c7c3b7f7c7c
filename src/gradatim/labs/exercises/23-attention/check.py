"""Scaled dot-product attention."""

import torch
from torch.nn import functional as F

from gradatim.labs.grading.spec import Check, normal, tenths, whole


def pairs(generator):
    yield torch.tensor([[[1.0]]]), torch.tensor([[[0.0], [1.0]]])
    for B, T, S, D in ((1, 2, 2, 4), (1, 2, 3, 4), (2, 3, 2, 2), (1, 2, 1, 3)):
        yield tenths(generator, B, T, D), tenths(generator, B, S, D)
    yield torch.tensor([[[1000.0, 0.0]]]), torch.tensor([[[1.0, 0.0], [0.9, 1.0]]])
    yield torch.tensor([[[1000.0, 0.0]]]), torch.tensor([[[1.0, 0.0], [-1.0, 1.0]]])
    yield torch.tensor([[[-1000.0, 0.0], [1.0, 0.0]]]), torch.tensor([[[1.0, 0.0], [0.9, 1.0]]])
    for B, T, S, D in ((1, 3, 3, 2), (3, 2, 4, 16), (130, 1, 2, 1), (1, 130, 2, 3)):
        yield normal(generator, B, T, D), normal(generator, B, S, D)
    for S, D in ((130, 3), (2, 130)):
        yield normal(generator, 1, 1, D), normal(generator, 1, S, D)


def triples(generator):
    for q, k in pairs(generator):
        yield q, k, whole(generator, *k.shape[:2], 3)
    yield (*(tenths(generator, 1, 2, 3) for _ in range(2)), whole(generator, 1, 2, 3))
    for T, S, D, E in ((2, 3, 4, 1), (2, 3, 2, 5), (1, 2, 3, 130)):
        v = whole(generator, 1, S, E) * 1000
        yield tenths(generator, 1, T, D), tenths(generator, 1, S, D), v


def wide(generator):
    for shape, n_heads in (
        ((1, 1, 4), 2),
        ((1, 2, 4), 2),
        ((2, 3, 6), 3),
        ((2, 2, 6), 2),
        ((1, 3, 2), 1),
        ((1, 3, 4), 4),
        ((2, 5, 12), 6),
        ((130, 2, 4), 2),
        ((1, 130, 4), 2),
        ((1, 2, 260), 130),
        ((1, 2, 260), 2),
    ):
        yield torch.arange(float(torch.Size(shape).numel())).view(shape), n_heads
    yield tenths(generator, 1, 2, 4), 2


def narrow(generator):
    for x, n_heads in wide(generator):
        yield (split_heads(x, n_heads),)


def weights(q, k):
    identity = torch.eye(k.shape[1]).expand(len(k), -1, -1)
    return F.scaled_dot_product_attention(q, k, identity)


def split_heads(x, n_heads):
    return torch.stack(x.chunk(n_heads, dim=-1), dim=1)


CHECKS = [
    Check(name="weights", inputs=pairs, expected=weights),
    Check(
        name="attention",
        inputs=triples,
        expected=lambda q, k, v: F.scaled_dot_product_attention(q, k, v),
    ),
    Check(name="split_heads", inputs=wide, expected=split_heads),
    Check(name="merge_heads", inputs=narrow, expected=lambda x: torch.cat(x.unbind(1), dim=-1)),
]
